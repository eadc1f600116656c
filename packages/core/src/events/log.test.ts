import { describe, expect, it } from 'vitest'
import { createEventLog, type EventLog } from './log.js'

const emit = (log: EventLog, number: string): void =>
  log.emit['number.unblocked']({ seq: log.next(), atMs: 0, type: 'number.unblocked', number })

describe('event log', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 9])('%i listeners: folds first, then taps, each in the order they came', (count) => {
    const log = createEventLog()
    const heard: string[] = []
    for (let i = 0; i < count; i += 1) {
      const name = i % 2 === 0 ? `tap ${i}` : `fold ${i}`
      const listeners = { 'number.unblocked': () => void heard.push(name) }
      if (i % 2 === 0) log.tap(listeners)
      else log.fold(listeners)
    }
    emit(log, '1')
    const names = Array.from({ length: count }, (_, i) => i)
    expect(heard).toEqual([
      ...names.filter((i) => i % 2 === 1).map((i) => `fold ${i}`),
      ...names.filter((i) => i % 2 === 0).map((i) => `tap ${i}`),
    ])
  })

  it('a tap that throws is told of, stops nobody, and comes off as another does', () => {
    const told: unknown[] = []
    const log = createEventLog({ onTapError: (error, event) => told.push([error, event.seq]) })
    const heard: string[] = []
    const off = log.tap({
      'number.unblocked': () => {
        throw new RangeError('from a tap')
      },
    })
    log.tap({ 'number.unblocked': ({ number }) => void heard.push(number) })
    emit(log, '1')
    off()
    emit(log, '2')
    expect(told).toEqual([[new RangeError('from a tap'), 1]])
    expect(heard).toEqual(['1', '2'])
  })

  it('a fold that throws stops the center, and so does a tap where nobody is told', () => {
    const failing = {
      'number.unblocked': () => {
        throw new RangeError('broken')
      },
    }
    const told: unknown[] = []
    const folding = createEventLog({ onTapError: (error) => told.push(error) })
    folding.fold(failing)
    expect(() => emit(folding, '1')).toThrow('broken')
    expect(told).toEqual([])
    const tapped = createEventLog()
    tapped.tap(failing)
    expect(() => emit(tapped, '1')).toThrow('broken')
  })

  it('a tap may take itself off while it runs: those after it still hear the event', () => {
    const log = createEventLog()
    const heard: string[] = []
    const off = log.tap({
      'number.unblocked': ({ number }) => {
        heard.push(`once ${number}`)
        off()
      },
    })
    log.tapAll(({ type }) => void heard.push(type))
    emit(log, '1')
    emit(log, '2')
    expect(heard).toEqual(['once 1', 'number.unblocked', 'number.unblocked'])
  })

  it('numbers without gaps; a replay runs the folds alone and refuses a gap', () => {
    const log = createEventLog()
    const heard: string[] = []
    log.fold({ 'number.unblocked': ({ number }) => void heard.push(`fold ${number}`) })
    log.tap({ 'number.unblocked': ({ number }) => void heard.push(`tap ${number}`) })
    log.replay({ seq: 1, atMs: 0, type: 'number.unblocked', number: '7' })
    expect(log.seq).toBe(1)
    expect(() => log.replay({ seq: 3, atMs: 0, type: 'number.unblocked', number: '8' })).toThrow('does not follow 1')
    emit(log, '9')
    expect(heard).toEqual(['fold 7', 'fold 9', 'tap 9'])
    expect(log.seq).toBe(2)
  })

  it('a type that does not exist is refused by name', () => {
    const listeners = { 'number.forgotten': () => {} }
    expect(() => createEventLog().tap(listeners as object)).toThrow("no event type is called 'number.forgotten'")
  })
})
