/** 20 ms at 8,000 Hz: what a tick makes, mixes and sends. */
export const frameSamples = 160
export const frameMs = 20
