import { thingsOf, type CommandRow } from './commandRow'
import type { CommandStore } from './commandStore'
import type { CommandState } from './surroundings'

// Places of the store are whole numbers; so many of a page's own fit between two.
const between = 2 ** -20
/** So long the commands of a person are kept who does not sign in again. */
const longestMilliseconds = 30 * 24 * 3_600_000

/**
 * The rows of the store as this page knows them, and those that the store did not take: they live as long as the page.
 *
 * The store is the truth for all windows of the browser; `refresh` reads what the others did.
 */
export class Rows {
  private store: Promise<CommandStore | null> | undefined
  private kept: readonly CommandRow[] = []
  private readonly own = new Map<number, CommandRow>()
  private readonly gone = new Set<string>()
  private unreadable: readonly number[] = []
  private notKept: CommandState['notKept'] = null
  private expired = 0

  constructor(private readonly open: () => Promise<CommandStore>) {}

  /** All rows of all persons in their order. */
  all(): readonly CommandRow[] {
    return [...this.kept, ...this.own.values()].toSorted((one, other) => one.seq - other.seq)
  }

  async refresh() {
    const store = await this.opened()
    if (store === null) return
    try {
      const { rows, unreadable } = await store.read()
      // What the store could not change is older there than here.
      this.kept = rows.filter(({ id, seq }) => !this.gone.has(id) && !this.own.has(seq))
      this.unreadable = unreadable
    } catch (error) {
      this.lose(error)
    }
  }

  async add(row: Omit<CommandRow, 'seq'>): Promise<CommandRow> {
    const store = await this.opened()
    try {
      if (store !== null) {
        const kept = { ...row, seq: await store.add(row) }
        this.kept = [...this.kept, kept]
        return kept
      }
    } catch (error) {
      this.lose(error)
    }
    // Behind everything that is there, and before what is kept next.
    const own = { ...row, seq: Math.max(0, ...this.all().map(({ seq }) => seq)) + between }
    this.own.set(own.seq, own)
    return own
  }

  /** Changes a row; under another id it is another command in its place. */
  async put(row: CommandRow) {
    const before = this.all().find(({ seq }) => seq === row.seq)
    if (before !== undefined && before.id !== row.id) this.gone.add(before.id)
    if (this.own.has(row.seq)) {
      this.own.set(row.seq, row)
      return
    }
    this.kept = this.kept.map((one) => (one.seq === row.seq ? row : one))
    try {
      await (await this.opened())?.put(row)
    } catch (error) {
      this.own.set(row.seq, row)
      this.kept = this.kept.filter(({ seq }) => seq !== row.seq)
      this.lose(error)
    }
  }

  async remove({ id, seq }: CommandRow) {
    // A row that the store does not give up is sent again after the page is loaded anew, and answered as it was.
    this.gone.add(id)
    this.kept = this.kept.filter((one) => one.id !== id)
    // One that the store could not change is still there as it was.
    if (this.own.delete(seq) && !Number.isInteger(seq)) return
    try {
      await (await this.opened())?.remove(seq)
    } catch (error) {
      this.lose(error)
    }
  }

  /** Deletes what others pressed long ago: they did not come back, and it may name people. */
  async expire(person: string, now: number) {
    for (const row of this.all())
      if (row.person !== person && now - Date.parse(row.pressedAt) > longestMilliseconds) {
        await this.remove(row)
        this.expired += 1
      }
  }

  /** Deletes what cannot be read. */
  async discardUnreadable() {
    const store = await this.opened()
    for (const key of this.unreadable) await store?.remove(key)
    this.unreadable = []
  }

  /** What a page of a person shows; `isPressed` names what is on its way for the first time. */
  state(person: string | null, isPressed: (row: CommandRow) => boolean, sent: number): CommandState {
    const rows = this.all()
    const mine = rows.filter((row) => row.person === person)
    const ofOthers = new Map<string, number>()
    for (const row of rows)
      if (row.person !== person) ofOthers.set(row.personName, (ofOthers.get(row.personName) ?? 0) + 1)
    return {
      waiting: mine.filter((row) => row.state === 'waiting' && !isPressed(row)),
      toDecide: mine.filter(({ state }) => state === 'decide'),
      ofOthers,
      expired: this.expired,
      unreadable: this.unreadable.length,
      notKept: this.own.size > 0 ? this.notKept : null,
      sent,
    }
  }

  /** The first row of a person that may be sent: nothing about the same things stands before it. */
  next(person: string, isFlying: (row: CommandRow) => boolean): CommandRow | undefined {
    const busy = new Set<string>()
    for (const row of this.all()) {
      if (row.person !== person) continue
      const things = thingsOf(row)
      const isFree = row.state === 'waiting' && !isFlying(row) && [...things].every((thing) => !busy.has(thing))
      if (isFree) return row
      for (const thing of things) busy.add(thing)
    }
    return undefined
  }

  private opened() {
    return (this.store ??= this.open().catch((error: unknown) => {
      console.warn('The browser keeps no commands.', error)
      this.notKept = 'noStore'
      return null
    }))
  }

  private lose(error: unknown) {
    console.warn('The browser did not keep a command.', error)
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    this.notKept = isFull ? 'noRoom' : 'noStore'
  }
}
