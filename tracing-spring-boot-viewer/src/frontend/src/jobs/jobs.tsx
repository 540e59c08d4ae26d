// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { follow, linkTo } from '../page/address.ts';
import { get } from '../page/api.ts';
import type { Job } from '../page/contract.ts';
import { Dot } from '../page/dot.tsx';
import { duration } from '../page/format.ts';
import { paused } from '../page/live.ts';
import { now } from '../page/screen.ts';
import { traceList } from '../list/listState.ts';

const INTERVAL = 1_000;

/** What is running now, with how far it is. */
export function Jobs() {
  const jobs = useSignal<Job[]>([]);
  const number = traceList.value?.jobs ?? 0;
  const load = () => void get<{ jobs: Job[] }>('jobs').then((answer) => (jobs.value = answer?.jobs ?? []), () => undefined);
  useSignalEffect(() => {
    if ((traceList.value?.jobs ?? 0) > 0) load();
    else jobs.value = [];
  });
  useEffect(() => {
    if (number === 0) return;
    // Progress is no change of what is kept, so nobody tells of it.
    const timer = setInterval(() => document.hidden || paused.value || load(), INTERVAL);
    return () => clearInterval(timer);
  }, [number === 0]);
  if (jobs.value.length === 0) return null;
  return (
    <section class="jobs" aria-label="Running jobs">
      {jobs.value.map((job) => <JobCard key={job.spanId} job={job} />)}
    </section>
  );
}

function JobCard({ job }: { job: Job }) {
  const place = { trace: job.traceId, span: job.spanId, view: null };
  const notes = [job.message, job.attempt !== null && job.attempt > 1 ? `attempt ${job.attempt}` : null, job.worker].filter(Boolean);
  const label = `Progress of ${job.name}`;
  return (
    <article class="job">
      <p class="job-line">
        <Dot service={job.service} />
        <a href={linkTo(job.traceId, job.spanId)} onClick={(event) => follow(event, place)}>{job.name}</a>
        {job.id !== null && <span class="faint">#{job.id}</span>}
        <span class="job-time">{duration(Math.max(0, now.value * 1e6 - job.startMicros * 1e3))}</span>
      </p>
      <p class="job-line job-bar-line">
        {job.percent === null ? <progress aria-label={label} /> : <progress aria-label={label} max={100} value={job.percent} />}
        {job.percent !== null && <span class="job-percent">{Math.round(job.percent)} %</span>}
      </p>
      <p class="job-line faint job-notes"><span>{job.service}</span>{notes.map((note) => <span key={note}>{note}</span>)}</p>
    </article>
  );
}
