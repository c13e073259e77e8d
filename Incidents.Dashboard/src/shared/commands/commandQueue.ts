import { verdictOf, type Answer } from './answer'
import { asNew, type CommandRow, type Pressed, type Refusal } from './commandRow'
import { OwnSteps } from './ownSteps'
import { Rows } from './rows'
import { nothing, type CommandState, type Message, type Sender, type Surroundings } from './surroundings'

/** How many commands about different things are under way at once. */
const lanes = 4
/** After so long a command that was not answered says that it waits. */
const patienceMilliseconds = 4_000
/** What is older is not sent unasked. */
const oldestMilliseconds = 24 * 60 * 60_000
/** How often a command is sent at which the server breaks off. */
const mostFailures = 5
/** How long to wait before nobody is asked again: longest less than the time in which a page is to be in step. */
const pauses = [500, 1_000, 2_000, 3_000] as const
const longestPause = pauses[pauses.length - 1] ?? 0
const lock = 'incidents-commands'

/**
 * The commands of a person, kept before they are sent, sent in their order, and gone only when they were answered.
 *
 * Whether a command arrived cannot be known when its answer did not: it is sent again under the same id, and the server answers as the
 * first time. Commands about the same thing go one after the other; a refused one that had waited stops those behind it until the person
 * has decided.
 */
export class CommandQueue {
  private readonly rows: Rows
  private person: Sender | null = null
  private readonly pressed = new Map<string, (outcome: Answer | 'waits') => void>()
  private readonly flying = new Set<string>()
  private readonly steps = new OwnSteps()
  // Pressed on this page and not tried yet: who is signed in is known. Of everything else it is asked first.
  private readonly fresh = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private shown: CommandState = nothing
  private sent = 0
  private isWanted = false
  private isRunning = false
  private pausesMade = 0
  private takeBack: (() => void) | undefined
  private nudge: () => void = () => undefined

  constructor(private readonly around: Surroundings) {
    this.rows = new Rows(around.open)
  }

  /** Whose commands are sent from now on; null for nobody's. */
  signIn(person: Sender | null) {
    if (person?.id === this.person?.id) return
    this.person = person
    this.fresh.clear()
    this.steps.clear()
    void this.reread()
    this.wake()
  }

  isSignedIn = () => this.person !== null

  /** Keeps and sends a command. It resolves with the answer, or when it is clear that it waits. */
  async press(command: Pressed): Promise<Answer | 'waits'> {
    const { person } = this
    if (person === null) throw new Error('Nobody is signed in who could send a command.')
    const moment = new Date(this.around.now()).toISOString()
    const id = this.around.newId()
    const { input } = asNew(command, id, moment)
    const row = await this.rows.add({
      ...command,
      // What the page itself says of when it was done stands.
      input: this.steps.seen({ ...input, ...given(command.input), commandId: id }),
      id,
      person: person.id,
      personName: person.name,
      pressedAt: moment,
      state: 'waiting',
      failures: 0,
      refusal: null,
    })
    const outcome = new Promise<Answer | 'waits'>((resolve) => this.pressed.set(id, resolve))
    const forget = this.around.later(() => this.settle(row.id, 'waits'), patienceMilliseconds)
    this.fresh.add(id)
    this.nudge()
    this.wake()
    const settled = await outcome
    forget()
    return settled
  }

  /** Sends what waits, at once. */
  wake = () => {
    this.takeBack?.()
    this.takeBack = undefined
    this.isWanted = true
    if (this.isRunning) return
    void this.run().catch((error: unknown) => {
      console.warn('Commands could not be sent.', error)
      this.wait()
    })
  }

  /** The network may be back: what waits is tried at once, and often again. */
  retry = () => {
    this.pausesMade = 0
    if (this.shown.waiting.length > 0) this.wake()
  }

  /** What another window tells. */
  hear(message: Message) {
    if (message.kind === 'answered') {
      const row = this.rows.all().find(({ id }) => id === message.id)
      if (row?.person === this.person?.id) this.steps.note(message.answer)
      // It was put aside for a decision by a window that could not know that its answer is still waited for.
      if (this.settle(message.id, message.answer) && row !== undefined)
        void this.rows.remove(row).then(() => this.changed())
    }
    void this.reread()
  }

  /** Gives a refused command up. */
  async drop(row: CommandRow) {
    await this.rows.remove(row)
    this.changed()
    this.wake()
  }

  /** Does a refused command again, on what is now: a new command of this moment in its place. */
  async again(row: CommandRow, version?: number) {
    const command = asNew(row, this.around.newId(), new Date(this.around.now()).toISOString(), version)
    await this.rows.put({ ...command, state: 'waiting', failures: 0, refusal: null })
    this.changed()
    this.wake()
  }

  async discardUnreadable() {
    await this.rows.discardUnreadable()
    this.changed()
  }

  state = () => this.shown

  onChange = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private async reread() {
    await this.rows.refresh()
    const { person, around } = this
    if (person !== null && around.knowsTime()) await this.rows.expire(person.id, around.now())
    this.show()
    // The window that tries may have been closed.
    if (this.shown.waiting.length > 0 && !this.isRunning) this.takeBack ??= this.around.later(this.wake, longestPause)
  }

  private changed() {
    this.around.tell({ kind: 'changed' })
    this.show()
  }

  private show() {
    const before = this.shown
    const isPressed = ({ id }: CommandRow) => this.pressed.has(id)
    this.shown = this.rows.state(this.person?.id ?? null, isPressed, this.sent)
    if (before.waiting.length === 0 && this.shown.waiting.length > 0) this.sent = 0
    for (const listener of [...this.listeners]) listener()
  }

  private settle(id: string, outcome: Answer | 'waits'): boolean {
    const resolve = this.pressed.get(id)
    if (resolve === undefined) return false
    this.pressed.delete(id)
    resolve(outcome)
    if (outcome === 'waits') this.show()
    return true
  }

  private async run() {
    this.isRunning = true
    try {
      while (this.isWanted) {
        this.isWanted = false
        const { person } = this
        if (person !== null) await this.around.exclusive(`${lock} ${person.id}`, () => this.pass(person))
      }
    } finally {
      this.isRunning = false
    }
  }

  /** Sends what can be sent. No other window of the browser does meanwhile. */
  private async pass(person: Sender) {
    await this.rows.refresh()
    const mine = this.rows.all().filter((row) => row.person === person.id && row.state === 'waiting')
    if (mine.length > 0 && !(await this.mayGo(person, mine))) {
      this.wait()
      return
    }
    const underWay = new Set<Promise<void>>()
    const network = { isAway: false }
    for (;;) {
      const isOver = network.isAway || this.person?.id !== person.id
      const row =
        isOver || underWay.size >= lanes ? undefined : this.rows.next(person.id, ({ id }) => this.flying.has(id))
      if (row === undefined) {
        if (underWay.size === 0) break
        const more = new Promise<void>((resolve) => (this.nudge = resolve))
        await Promise.race([...underWay, more])
        continue
      }
      const sending = this.send(row).then((isAnswered) => {
        network.isAway ||= !isAnswered
        underWay.delete(sending)
      })
      underWay.add(sending)
    }
    if (network.isAway) this.wait()
    else this.pausesMade = 0
    this.show()
  }

  /** Whether the server knows the page's person as signed in; asked where something waits that was not pressed just now. */
  private async mayGo(person: Sender, rows: readonly CommandRow[]): Promise<boolean> {
    if (rows.every(({ id }) => this.fresh.has(id))) return true
    try {
      return (await this.around.signedIn()) === person.id
    } catch {
      // Nobody answers: it is asked again after a pause.
      return false
    }
  }

  /** Sends a row once. False where nobody answered, so that it waits. */
  private async send(row: CommandRow): Promise<boolean> {
    if (this.around.now() - Date.parse(row.pressedAt) > oldestMilliseconds) {
      await this.putAside(row, { code: 'commandTooOld', isOwn: true })
      return true
    }
    this.flying.add(row.id)
    try {
      const answer = await this.around.send(row)
      const verdict = verdictOf(answer)
      this.fresh.delete(row.id)
      if (verdict.kind === 'away') return false
      if (verdict.kind === 'failed' && row.failures + 1 < mostFailures) {
        await this.rows.put({ ...row, failures: row.failures + 1 })
        return false
      }
      if (verdict.kind !== 'done' && !this.pressed.has(row.id))
        await this.putAside(row, { code: verdict.kind === 'refused' ? verdict.code : 'INTERNAL' })
      else {
        if (!this.pressed.has(row.id)) this.sent += 1
        await this.follow(row, answer)
        await this.rows.remove(row)
        this.settle(row.id, answer)
      }
      this.around.tell({ kind: 'answered', id: row.id, answer })
      return true
    } finally {
      this.flying.delete(row.id)
      this.show()
    }
  }

  /** What comes after an own command expects the version to which that led. */
  private async follow(done: CommandRow, answer: Answer) {
    this.steps.note(answer)
    // What stands behind another about the same thing was not sent yet: it may still be changed.
    const behind = this.rows
      .all()
      .filter(
        ({ id, person, state, seq }) =>
          id !== done.id && person === done.person && state === 'waiting' && seq > done.seq,
      )
    for (const row of behind) {
      const input = this.steps.seen(row.input)
      if (input !== row.input) await this.rows.put({ ...row, input })
    }
  }

  private async putAside(row: CommandRow, refusal: Refusal) {
    await this.rows.put({ ...row, state: 'decide', refusal })
    this.settle(row.id, 'waits')
    this.changed()
  }

  /** Nobody answered: what was pressed waits, and is tried again after a pause. */
  private wait() {
    for (const id of [...this.pressed.keys()]) if (!this.flying.has(id)) this.settle(id, 'waits')
    const pause = pauses[this.pausesMade] ?? longestPause
    this.pausesMade += 1
    this.takeBack?.()
    this.takeBack = this.around.later(this.wake, pause)
    this.around.tell({ kind: 'changed' })
    this.show()
  }
}

/** What an input says, without what it leaves open. */
const given = (input: Pressed['input']) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value != null))
