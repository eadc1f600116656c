/**
 * How a thread that calls into C is kept from being torn down in the middle of that. `process.exit` stops all threads at
 * once, and one that is just loading koffi takes the process down with it (`Error::ThrowAsJavaScriptException napi_throw`,
 * SIGABRT). So whoever exits asks the thread to end, and waits until it says that it will call nothing any more.
 *
 * Two words shared between the threads: 0 says that the thread may be stopped, 1 that it is asked to end.
 */
const safeAt = 0
const askedAt = 1
/** A thread that takes longer hangs: the process ends with it. */
const mostWaitMs = 5_000

export const createLife = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

/** The thread calls nothing of C from now on. */
export const setSafe = (life: Int32Array): void => {
  Atomics.store(life, safeAt, 1)
  Atomics.notify(life, safeAt)
}

export const isAskedToEnd = (life: Int32Array): boolean => Atomics.load(life, askedAt) === 1

/** An exit of this process waits for that thread. Gives back what lets go of it. */
export const holdExit = (life: Int32Array): (() => void) => {
  const onExit = (): void => {
    Atomics.store(life, askedAt, 1)
    Atomics.wait(life, safeAt, 0, mostWaitMs)
  }
  process.on('exit', onExit)
  return () => process.off('exit', onExit)
}

/**
 * Three half spaces of 8 MiB. Left to itself the young generation grows to 96, most of it dead: at 200 calls a second the process
 * had 780 to 810 MB with it, and 720 with this.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 24 }
