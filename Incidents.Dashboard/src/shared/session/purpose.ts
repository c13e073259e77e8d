import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { Kind, type DocumentNode } from 'graphql'
import { useSyncExternalStore } from 'react'

export const purposeReasons = ['INVESTIGATION', 'INCIDENT', 'COURT_REQUEST', 'SUBJECT_REQUEST', 'AUDIT'] as const
export type PurposeReason = (typeof purposeReasons)[number]

/** Why a person or plate is searched for. The access log keeps it. */
export interface Purpose {
  readonly reason: PurposeReason
  readonly reference: string
}

// Until the page is closed or loaded anew: a later search needs a purpose of its own.
let current: Purpose | null = null
const listeners = new Set<() => void>()

export function givePurpose(purpose: Purpose | null) {
  current = purpose
  for (const listener of listeners) listener()
}

export const usePurpose = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )

const known = new WeakMap<DocumentNode, Map<string, DocumentNode>>()

/** An operation with its purpose; the same document for the same purpose. */
export function withPurpose<Data, Variables>(
  query: TypedDocumentNode<Data, Variables>,
  purpose: Purpose | null,
): TypedDocumentNode<Data, Variables> {
  if (purpose === null) return query
  const made = known.get(query) ?? new Map<string, DocumentNode>()
  known.set(query, made)
  const key = JSON.stringify(purpose)
  const document = made.get(key) ?? add(query, purpose)
  made.set(key, document)
  return document
}

const add = (query: DocumentNode, { reason, reference }: Purpose): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: query.definitions.map((one) =>
    one.kind !== Kind.OPERATION_DEFINITION
      ? one
      : {
          ...one,
          directives: [
            ...(one.directives ?? []),
            {
              kind: Kind.DIRECTIVE,
              name: { kind: Kind.NAME, value: 'purpose' },
              arguments: [
                argument('reason', { kind: Kind.ENUM, value: reason }),
                argument('reference', { kind: Kind.STRING, value: reference }),
              ],
            },
          ],
        },
  ),
})

const argument = (name: string, value: { kind: Kind.ENUM; value: string } | { kind: Kind.STRING; value: string }) => ({
  kind: Kind.ARGUMENT as const,
  name: { kind: Kind.NAME as const, value: name },
  value,
})

// Cyrillic letters of plates that look like Latin ones.
const latin: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
}
// Of Kazakhstan and its neighbours, as the server knows them.
const plate =
  /^(\d{3}[A-Z]{2,3}\d{2}|[A-Z]\d{3}[A-Z]{2,3}|[A-Z]\d{3}[A-Z]{2}\d{2,3}|\d{2}KG\d{3}[A-Z]{2,3}|\d{2}[A-Z]\d{3}[A-Z]{2}|\d{5}[A-Z]{3})$/
const mostWords = 4

const id = /^\s*[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\s*$/i

/** Whether a text, or some words of it together, have the form of a plate. The id of an incident is none, whatever its parts. */
export function looksLikePlate(text: string): boolean {
  if (id.test(text)) return false
  const words = text
    .replace(/[\p{Mn}\p{Me}]/gu, '')
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
  return words.some((_, first) =>
    Array.from({ length: Math.min(mostWords, words.length - first) }, (_, more) =>
      words.slice(first, first + more + 1).join(''),
    ).some((joined) => plate.test(normalised(joined))),
  )
}

const normalised = (text: string) =>
  Array.from(text.toUpperCase())
    .map((letter) => latin[letter] ?? letter)
    .join('')
    .replaceAll('-', '')

// Eleven digits from 7 or 8, or ten from 7, however they are divided.
const phone = /(^|\D)([78]\D*7(\D*\d){9}|7(\D*\d){9})(?!\d)/

/**
 * Whether a search in descriptions is for a person or plate: letters may name one, and a telephone number is one's. The server decides,
 * this only asks in time.
 */
export const needsPurpose = (text: string) =>
  looksLikePlate(text) || ((/\p{L}/u.test(text) || phone.test(text)) && !id.test(text))
