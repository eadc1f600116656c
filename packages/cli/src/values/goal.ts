import { parseDuration } from './duration.js'
import type { Kind } from './kind.js'
import { parseRatio } from './number.js'

/** A service level to reach; the call centers' own way of saying it, `80/20`, brings the answer target along. */
export interface Goal {
  readonly ratio: number
  readonly targetMs?: number
}

export const parseGoal = (text: string): Goal | undefined => {
  const [share = '', target, ...rest] = text.split('/')
  if (rest.length > 0) return undefined
  if (target === undefined) return inRange(parseRatio(share))
  // Before the stroke stands percent, with or without its sign; behind it seconds, with or without their unit.
  const ratio = inRange(parseRatio(share.includes('%') || Number(share) < 1 ? share : `${share}%`))
  const targetMs = /^\s*\d+(\.\d+)?\s*$/.test(target) ? parseDuration(`${target.trim()}s`) : parseDuration(target)
  return ratio === undefined || targetMs === undefined ? undefined : { ...ratio, targetMs }
}

const inRange = (ratio: number | undefined): Goal | undefined =>
  ratio === undefined || ratio < 0 || ratio >= 1 ? undefined : { ratio }

export const goal = (): Kind<Goal> => ({
  expected: ({ kinds }) => kinds.goal,
  parse: parseGoal,
  meant: (text) => (/^[1-9]\d(\.\d+)?$/.test(text) ? `${text}%` : undefined),
})
