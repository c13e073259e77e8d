import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { readRow, type CommandRow } from './commandRow'

const table = 'commands'

interface Schema extends DBSchema {
  readonly commands: { readonly key: number; readonly value: object }
}

/** What is kept: the rows in their order, and the keys of those that something has damaged. */
export interface Kept {
  readonly rows: readonly CommandRow[]
  readonly unreadable: readonly number[]
}

/** The commands of this browser, in IndexedDB: of all persons and all windows, in the order in which they were pressed. */
export interface CommandStore {
  readonly read: () => Promise<Kept>
  /** Keeps a new one. @returns its place in the order. */
  readonly add: (row: Omit<CommandRow, 'seq'>) => Promise<number>
  readonly put: (row: CommandRow) => Promise<void>
  readonly remove: (seq: number) => Promise<void>
}

/** Opens the store. It fails where the browser has none, or allows none, as in a private window. */
export async function openStore(database = 'incidents-commands'): Promise<CommandStore> {
  let open: Promise<IDBPDatabase<Schema>> | undefined
  // A newer page may need the store in another form: this one then lets go of it, and opens it again when it is asked.
  const opened = () =>
    (open ??= openDB<Schema>(database, 1, {
      upgrade: (db) => void db.createObjectStore(table, { keyPath: 'seq', autoIncrement: true }),
      blocking: (_, __, event) => {
        ;(event.target as IDBDatabase).close()
        open = undefined
      },
      terminated: () => {
        open = undefined
      },
    }).catch((error: unknown) => {
      open = undefined
      throw error
    }))
  await opened()
  return {
    async read() {
      const transaction = (await opened()).transaction(table)
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
      const rows: CommandRow[] = []
      const unreadable: number[] = []
      values.forEach((value, at) => {
        const row = readRow(value)
        if (row === null) unreadable.push(keys[at] ?? Number.NaN)
        else rows.push(row)
      })
      return { rows, unreadable }
    },
    async add(row) {
      const transaction = (await opened()).transaction(table, 'readwrite', { durability: 'strict' })
      const [seq] = await Promise.all([transaction.store.add(row), transaction.done])
      return seq
    },
    async put(row) {
      await (await opened()).put(table, row)
    },
    async remove(seq) {
      await (await opened()).delete(table, seq)
    },
  }
}
