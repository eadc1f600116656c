/** Beside the worker, in the sources and in the build, where code that two entries share lies in the uppermost folder. */
export const journalWorker = new URL(
  `./journal-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)
