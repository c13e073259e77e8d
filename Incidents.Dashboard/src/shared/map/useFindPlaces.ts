import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { graphql } from '../graphql/generated'
import { looksLikePlate } from '../session/purpose'
import type { FindPlacesQuery } from '../graphql/generated/graphql'

const findPlacesQuery = graphql(`
  query FindPlaces($text: String!, $near: GeoPointInput) {
    findPlaces(text: $text, near: $near, first: 20) {
      kind
      id
      name
      names {
        ru
        kk
        en
      }
      detail
      city
      point {
        longitude
        latitude
      }
      bounds {
        west
        south
        east
        north
      }
    }
  }
`)

/** What the search on the map found. */
export type FoundPlace = NonNullable<FindPlacesQuery['findPlaces']>[number]

export interface Point {
  readonly longitude: number
  readonly latitude: number
}

/** What was found for a text. `places` stay those of the text before while a search runs. */
export interface Finding {
  readonly text: string
  readonly places: readonly FoundPlace[]
  readonly state: 'idle' | 'running' | 'found' | 'failed' | 'plate'
}

const nothing: Finding = { text: '', places: [], state: 'idle' }
const typingMilliseconds = 250
const shortest = 2

/** Searches once the writer pauses; a search that is out of date is taken back. */
export function useFindPlaces(typed: string, near: Point | undefined): Finding {
  const client = useClient()
  const [finding, setFinding] = useState(nothing)
  const text = typed.trim()
  const isPlate = looksLikePlate(text)
  // Who moves the map does not search anew.
  const longitude = near && Math.round(near.longitude * 10) / 10
  const latitude = near && Math.round(near.latitude * 10) / 10
  useEffect(() => {
    if (text.length < shortest || isPlate) return
    let taken: { readonly unsubscribe: () => void } | undefined
    const timer = setTimeout(() => {
      setFinding(({ places }) => ({ text, places, state: 'running' }))
      const point = longitude === undefined || latitude === undefined ? {} : { near: { longitude, latitude } }
      taken = client.query(findPlacesQuery, { text, ...point }).subscribe(({ data, error }) => {
        setFinding({ text, places: data?.findPlaces ?? [], state: error && !data?.findPlaces ? 'failed' : 'found' })
      })
    }, typingMilliseconds)
    return () => {
      clearTimeout(timer)
      taken?.unsubscribe()
    }
  }, [client, text, isPlate, longitude, latitude])
  if (text.length < shortest) return nothing
  if (isPlate) return { text, places: [], state: 'plate' }
  // What is there is of an earlier text until the search has come back.
  return finding.text === text ? finding : { ...finding, state: 'running' }
}
