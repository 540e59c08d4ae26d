// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { ApiError, generation, signInWanted, write } from '../page/api.ts';
import { useModal } from '../page/modal.ts';

/** Asks for the token that the application was started with; the server answers with a cookie. */
export function SignIn() {
  return signInWanted.value ? <SignInDialog /> : null;
}

function SignInDialog() {
  const dialog = useModal();
  const [failure, setFailure] = useState('');
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
  // Browsers that do not know `closedby` let Escape through the second time, whatever was said the first time.
  const stay = () => signInWanted.value && dialog.current?.showModal();
  return (
    <dialog ref={dialog} class="dialog" closedby="none" aria-labelledby="sign-in-title" onCancel={(event) => event.preventDefault()} onClose={stay}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="sign-in-title">Sign in</h2>
        <p>The token is the value of <code>observability.tracing.viewer.token</code>.</p>
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
