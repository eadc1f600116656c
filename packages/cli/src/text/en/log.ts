/** What `cc log` says. */
export const log = {
  stored: ({ calls, path }: { calls: string; path: string }) => `${calls} call records in ${path}`,
}
