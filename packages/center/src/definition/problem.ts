/** One problem with its place, as the checks across sections make them. */
import { formatPath, type Path, type Problem } from '@callweave/core'

export const problem = (severity: 'error' | 'warning', path: Path, message: string, remedy?: string): Problem => ({
  path: formatPath(path),
  message,
  severity,
  ...(remedy === undefined ? {} : { remedy }),
})
