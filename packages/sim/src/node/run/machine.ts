/** The machine line that stands under every measured figure. */
import { arch, cpus, platform, totalmem } from 'node:os'

export const machineLine = (): string => {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${platform()} ${arch()}, ${processors.length} x ${model}, ${gib} GiB, Node ${process.versions.node}`
}
