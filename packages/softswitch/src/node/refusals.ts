/** Certificates that were refused, told once an hour for each address: whoever is refused tries again and again. */
import type { Clock } from '@callweave/core'
import type { RefusedConnection } from '@callweave/sip/node'
import type { SoftswitchNotice } from '../board/notice.js'
import { createRecent } from '../recent.js'

const quietMs = 3_600_000
/** Addresses that are remembered. */
const most = 200

export const createRefusals = (
  clock: Clock,
  onNotice: (notice: SoftswitchNotice) => void,
): ((refused: RefusedConnection) => void) => {
  const told = createRecent(most, () => ({ untilMs: Number.NEGATIVE_INFINITY }))
  return ({ peer, refused, error }) => {
    const one = told.need(`${refused} ${peer.source}`)
    const nowMs = clock.nowMs()
    if (nowMs < one.untilMs) return
    one.untilMs = nowMs + quietMs
    onNotice({ notice: 'certificate-refused', error })
  }
}
