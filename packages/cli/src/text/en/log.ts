/** What `cc log` says. */
export const log = {
  noTargets:
    'no definition here, so calls answered within 20 s count as in time for every queue; name one with --center',
  openEnd: ({ seq }: { seq: string }) =>
    `this journal is not closed: its center runs, or was killed. Read up to its last whole event, number ${seq}`,
  stored: ({ calls, path }: { calls: string; path: string }) => `${calls} call records in ${path}`,
}
