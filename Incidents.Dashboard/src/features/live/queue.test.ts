import { describe, expect, it } from 'vitest'
import { noQueues, read, reading, received, rowsOf, type QueueItem, type QueueMessage, type QueueName } from './queue'

const item = (id: string, more: Partial<QueueItem> = {}): QueueItem => ({
  id,
  queue: 'alerts',
  category: 'fight',
  city: 'karaganda',
  street: null,
  deviceId: null,
  point: null,
  occurredAt: '2026-03-01T11:00:00+05:00',
  knownAt: '2026-03-01T11:00:00+05:00',
  status: null,
  version: 1,
  urgency: 0,
  takenBy: null,
  takenAt: null,
  ...more,
})
const changed = (id: string, position: number, more: Partial<QueueItem> = {}): QueueMessage => ({
  kind: 'changed',
  queue: more.queue ?? 'alerts',
  position,
  item: item(id, more),
})
const left = (id: string, position: number): QueueMessage => ({ kind: 'left', queue: 'alerts', position, id })
const ids = (queues: Parameters<typeof rowsOf>[0], queue: QueueName = 'alerts') =>
  rowsOf(queues, queue).map(({ id }) => id)
const totals = (alerts: number) => ({ alerts, calls: 0, violations: 0, incidents: 0 })

describe('messages', () => {
  it('bring things in and take them out, and say from where to go on', () => {
    const queues = received(noQueues, [changed('a', 1), changed('b', 2), left('a', 3)])
    expect(ids(queues)).toEqual(['b'])
    expect(queues.positions.alerts).toBe(3)
    expect(queues.totals.alerts).toBe(1)
  })

  it('change nothing the second time', () => {
    const messages = [changed('a', 1), changed('b', 2), left('a', 3)]
    const once = received(noQueues, messages)
    expect(received(once, messages)).toEqual(once)
  })

  it('give the same whatever their order', () => {
    const messages = [changed('a', 1), changed('a', 4, { version: 2 }), left('b', 3), changed('b', 2), changed('c', 5)]
    const there = received(noQueues, messages)
    const back = received(noQueues, messages.toReversed())
    expect(ids(back)).toEqual(ids(there))
    expect(there.totals.alerts).toBe(2)
    expect(back.held.get('a')?.item.version).toBe(2)
    expect(back.positions.alerts).toBe(5)
    expect(back.totals.alerts).toBe(2)
  })

  it('of one queue do not move the position of another', () => {
    const queues = received(noQueues, [changed('a', 40), changed('c', 9, { queue: 'calls' })])
    expect(queues.positions).toEqual({ alerts: 40, calls: 9, violations: null, incidents: null })
  })

  it('take one off the number of what lies behind the first of a queue, once', () => {
    const before = read(reading(noQueues), [], totals(900), 1)
    expect(received(before, [left('far', 5), left('far', 6)]).totals.alerts).toBe(899)
  })

  it('do not count again what lies behind the first of a queue and changes', () => {
    const before = read(reading(noQueues), [item('a'), item('b')], totals(900), 1)
    expect(received(before, [changed('far', 5, { version: 3 })]).totals.alerts).toBe(900)
    expect(received(before, [changed('new', 5)]).totals.alerts).toBe(901)
    // All rows are here: it came back, or its first message never came.
    const whole = read(reading(noQueues), [item('a'), item('b')], totals(2), 1)
    expect(received(whole, [changed('back', 5, { version: 3 })]).totals.alerts).toBe(3)
  })

  it('leave the first thousand of a queue that nobody works off, and count all', () => {
    const second = (index: number) => new Date(Date.UTC(2026, 2, 1) + index * 1_000).toISOString()
    const many = Array.from({ length: 1_501 }, (_, index) =>
      changed(`a${index}`, index + 1, { knownAt: second(index) }),
    )
    const queues = received(noQueues, [...many, changed('c', 2_000, { queue: 'calls' })])
    expect(ids(queues)).toHaveLength(1_000)
    expect(ids(queues)[0]).toBe('a1500')
    expect(ids(queues, 'calls')).toEqual(['c'])
    expect(queues.totals.alerts).toBe(1_501)
    // One that was left out leaves its queue all the same.
    expect(received(queues, [left('a0', 3_000)]).totals.alerts).toBe(1_500)
  })

  it('bring back what is opened again', () => {
    expect(ids(received(noQueues, [changed('a', 1), left('a', 2), changed('a', 3)]))).toEqual(['a'])
  })

  it('are counted as missed until the lists are read again', () => {
    const behind = received(noQueues, [
      changed('a', 1),
      { kind: 'position', queue: 'alerts', position: 40, missed: 39 },
    ])
    expect(behind.missed).toBe(39)
    expect(behind.positions.alerts).toBe(40)
    const again = read(reading(behind), [item('z')], totals(1), 41)
    expect(again.missed).toBe(0)
    expect(ids(again)).toEqual(['z'])
  })

  it('that are missed while the lists are read are missed until the next reading', () => {
    const missed = { kind: 'position', queue: 'alerts', position: 40, missed: 39 } as const
    const during = received(reading(received(noQueues, [missed])), [{ ...missed, position: 60, missed: 2 }])
    const behind = read(during, [item('z')], totals(1), 50)
    expect(behind.missed).toBe(41)
    expect(read(reading(behind), [item('z')], totals(1), 61).missed).toBe(0)
  })

  it('may be missed without anybody knowing how many', () => {
    const missed = { kind: 'position', queue: 'alerts', position: 40, missed: null } as const
    expect(received(noQueues, [missed, { ...missed, position: 41, missed: 2 }]).missed).toBeNull()
  })

  it('that are many cost no memory for what has gone', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => left(`${index}`, index + 1))
    expect(received(noQueues, many).gone.size).toBe(2_000)
  })
})

describe('a reading of the lists', () => {
  it('replaces what is here', () => {
    const before = received(noQueues, [changed('a', 1)])
    const after = read(reading(before), [item('b')], totals(7), 2)
    expect(ids(after)).toEqual(['b'])
    expect(after.totals.alerts).toBe(7)
  })

  it('is older than what messages say meanwhile', () => {
    const before = reading(received(noQueues, [changed('a', 1), changed('b', 2)]))
    const meanwhile = received(before, [left('a', 3), changed('c', 4)])
    expect(ids(read(meanwhile, [item('a'), item('b')], totals(2), 2)).toSorted()).toEqual(['b', 'c'])
  })

  it('keeps the position from which the stream goes on', () => {
    expect(read(reading(received(noQueues, [changed('a', 9)])), [], totals(0), 7).positions.alerts).toBe(9)
    expect(read(reading(noQueues), [], totals(0), 7).positions.alerts).toBe(7)
  })
})

describe('rows', () => {
  const early = { knownAt: '2026-03-01T11:00:00+05:00' }
  const late = { knownAt: '2026-03-01T06:30:00Z' }

  it('of alerts have the newest first, whatever the offset of their clocks', () => {
    expect(ids(received(noQueues, [changed('early', 1, early), changed('late', 2, late)]))).toEqual(['late', 'early'])
  })

  it('that became known together have the order of what they tell, not of their ids', () => {
    const [before, after] = [
      { occurredAt: '2026-03-01T05:59:59.001Z' },
      { occurredAt: '2026-03-01T10:59:59.002+05:00' },
    ]
    const alerts = [changed('a', 1, before), changed('b', 2, after), changed('c', 3, before)]
    expect(ids(received(noQueues, alerts))).toEqual(['b', 'a', 'c'])
    const queue = 'calls' as const
    const calls = [changed('a', 1, { ...after, queue }), changed('b', 2, { ...before, queue })]
    expect(ids(received(noQueues, calls), queue)).toEqual(['b', 'a'])
  })

  it('of calls have first who waits longest', () => {
    const queue = 'calls' as const
    const queues = received(noQueues, [
      changed('late', 1, { ...late, queue }),
      changed('early', 2, { ...early, queue }),
    ])
    expect(ids(queues, queue)).toEqual(['early', 'late'])
  })

  it('of incidents have the most urgent first', () => {
    const queue = 'incidents' as const
    const queues = received(noQueues, [
      changed('theft', 1, { ...early, queue, urgency: 4 }),
      changed('robbery', 2, { ...late, queue, urgency: 1 }),
    ])
    expect(ids(queues, queue)).toEqual(['robbery', 'theft'])
  })
})
