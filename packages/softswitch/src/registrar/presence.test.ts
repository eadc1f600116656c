import { expect, test } from 'vitest'
import { createPresence } from './presence.js'

const rig = () => {
  const here = new Set<string>()
  const told: string[] = []
  const presence = createPresence({
    facts: {
      phoneRegistered: (extension) => void told.push(`+${extension}`),
      phoneLost: (extension) => void told.push(`-${extension}`),
    },
    isReachable: (extension) => here.has(extension),
  })
  const set = (extension: string, is: boolean): void => {
    if (is) here.add(extension)
    else here.delete(extension)
    presence.changed(extension)
  }
  return { presence, set, told: () => told.splice(0) }
}

test('P8 what comes and goes is told once; a renewal is not', () => {
  const { presence, set, told } = rig()
  set('8001', true)
  set('8002', true)
  set('8002', false)
  expect(told(), 'nobody listens yet').toEqual([])
  presence.start(['8001', '8001'])
  set('8002', true)
  set('8001', true)
  set('8001', false)
  set('8001', false)
  expect(told()).toEqual(['+8001', '+8002', '-8001'])
})

test('P8 a phone that was rung in vain is told when it registers again, and not lost a second time', () => {
  const { presence, set, told } = rig()
  presence.start([])
  set('8001', true)
  presence.rangInVain('8001')
  set('8001', true)
  expect(told()).toEqual(['+8001', '+8001'])
  presence.rangInVain('8001')
  set('8001', false)
  expect(told()).toEqual([])
})
