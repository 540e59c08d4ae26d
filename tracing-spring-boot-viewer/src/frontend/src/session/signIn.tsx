// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, generation, signInWanted, write } from '../page/api.ts';

/** Asks for the token that the application printed at its start; the server answers with a cookie. */
export function SignIn() {
  return signInWanted.value ? <SignInDialog /> : null;
}

function SignInDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget as HTMLFormElement).get('token') ?? '').trim();
    try {
      await write('POST', 'session', JSON.stringify({ token }));
      signInWanted.value = false;
      generation.value++;
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : String(error));
    }
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="sign-in-title" onCancel={(event) => event.preventDefault()}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="sign-in-title">Sign in</h2>
        <p>The application wrote a token to its log when it started.</p>
        <label class="field">
          Token
          <input type="password" name="token" autocomplete="current-password" required autofocus aria-describedby="sign-in-failure" />
        </label>
        <p id="sign-in-failure" class="failure" role="alert">{failure}</p>
        <button class="button button-main">Sign in</button>
      </form>
    </dialog>
  );
}
