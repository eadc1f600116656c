/** How the program ends; scripts and CI read it. */
export const exitCode = {
  fine: 0,
  /** Something went wrong while running: a peer, a disk, a bug of ours; or what was to be judged was found wanting. */
  failed: 1,
  /** The command line, the definition or a file has to be mended. */
  wrong: 2,
  /** Everything ran and a threshold was missed. */
  thresholdMissed: 99,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
