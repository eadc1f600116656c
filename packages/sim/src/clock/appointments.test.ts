import { expect, test } from 'vitest'
import { Appointments } from './appointments.js'

const nothing = (): void => undefined

test.each([0, 2 ** 31 - 5, 2 ** 32 - 5, 2 ** 40])(
  'timers count on from %d and leave out slots that are taken',
  (from) => {
    const appointments = new Appointments(8)
    appointments.last = from
    const stays = appointments.add(nothing, undefined)
    const timers = new Set<number>()
    let last = stays
    for (let i = 0; i < 20; i += 1) {
      const timer = appointments.add(nothing, undefined)
      expect(timer).toBeGreaterThan(last)
      expect(appointments.timerOf(appointments.slotOf(timer))).toBe(timer)
      expect(appointments.slotOf(timer)).not.toBe(appointments.slotOf(stays))
      timers.add(timer)
      last = timer
      appointments.remove(appointments.slotOf(timer))
      expect(appointments.timerOf(appointments.slotOf(timer))).toBe(0)
    }
    expect(timers.size).toBe(20)
    expect(appointments.size).toBe(1)
  },
)

test('with more slots, what is there is found under its timer', () => {
  const appointments = new Appointments(4)
  const ran: string[] = []
  const push = (name: string): void => void ran.push(name)
  appointments.add(push, 'gone')
  const first = appointments.add(push, 'first')
  appointments.remove(1)
  appointments.last += 2 // the next is 5: slot 1 of 4, slot 5 of 8
  const second = appointments.add(push, 'second')
  const moved = appointments.enlarge()
  expect([second, appointments.capacity]).toEqual([5, 8])
  expect([moved[2], moved[1]]).toEqual([2, 5])
  for (const timer of [second, first]) appointments.run(appointments.slotOf(timer))
  expect(ran).toEqual(['second', 'first'])
  expect(appointments.size).toBe(0)
})
