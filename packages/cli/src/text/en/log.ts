/** What `cc log` says. */
export const log = {
  noTargets:
    'no definition here, so calls answered within 20 s count as in time for every queue; name one with --center',
  stored: ({ calls, path }: { calls: string; path: string }) => `${calls} call records in ${path}`,
}
