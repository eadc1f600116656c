/** The switch contract in virtual time: real user agents and media at both ends, sockets in memory. */
import { switchContract } from '@callweave/core/testing'
import { describe, test } from 'vitest'
import { createBoardRig } from '../test/board-rig.js'

describe('the embedded switch', () => {
  for (const { name, run } of switchContract(() => createBoardRig())) test(`P1 ${name}`, run)
})
