import { graphql } from '@shared/graphql/generated'
import type { DeviceChangedSubscription, TroubledDevicesQuery } from '@shared/graphql/generated/graphql'
import { useMay } from '@shared/session/may'
import { print } from 'graphql'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { positionOf } from './position'
import { keepStream, type Transport } from './stream'

const troubledQuery = graphql(`
  query TroubledDevices($cities: [String!]) {
    devices(filter: { cities: $cities, healths: [SUSPECTED, FAULTED] }, first: 1000) {
      nodes {
        ...TroubledDevice
      }
    }
  }

  fragment TroubledDevice on Device {
    id
    deviceId
    city
    point {
      longitude
      latitude
    }
    health {
      status
    }
  }
`)

const deviceSubscription = graphql(`
  subscription DeviceChanged($cities: [String!], $after: Long) {
    deviceHealthChanged(cities: $cities, after: $after) {
      position
      eventType
      missed {
        after
      }
      device {
        ...TroubledDevice
      }
    }
  }
`)

export type TroubledDevice = NonNullable<TroubledDevicesQuery['devices']>['nodes'][number]

const isTroubled = ({ health: { status } }: TroubledDevice) => status === 'SUSPECTED' || status === 'FAULTED'

/** Milliseconds until the list is asked for again where it did not come. */
const again = 5_000

/** The devices that are silent or have a fault, as it becomes known. */
export function useDevices(transport: Transport, cities: readonly string[] | undefined): readonly TroubledDevice[] {
  const client = useClient()
  const mayDevices = useMay('device')
  const [devices, setDevices] = useState<readonly TroubledDevice[]>([])
  const [isRead, setRead] = useState(false)
  const [isBehind, setBehind] = useState(true)
  const position = useRef<number>(0)
  const towns = useRef(cities)
  /** How often the list was found to be behind. */
  const missed = useRef(0)

  const read = useCallback(async () => {
    const [asked, before] = [{ cities: towns.current ? [...towns.current] : null }, missed.current]
    const { data, extensions } = await client.query(troubledQuery, asked, { requestPolicy: 'network-only' }).toPromise()
    if (data?.devices == null) return
    position.current = Math.max(position.current, positionOf(extensions))
    setDevices(data.devices.nodes)
    setRead(true)
    // What came to be missed meanwhile is perhaps not in this answer.
    if (missed.current === before) setBehind(false)
  }, [client])

  useEffect(() => {
    if (!mayDevices || !isBehind) return
    // The effect starts a request.
    void read()
    const timer = setInterval(() => void read(), again)
    return () => clearInterval(timer)
  }, [mayDevices, isBehind, read])

  useEffect(() => {
    if (!isRead) return
    return keepStream<DeviceChangedSubscription>({
      transport,
      request: () => ({
        query: print(deviceSubscription),
        variables: { cities: towns.current ?? null, after: position.current },
      }),
      onData: ({ deviceHealthChanged: told }) => {
        if (told == null) return
        position.current = Math.max(position.current, told.position)
        const { device, eventType } = told
        // An event without a device is about the link of a whole town.
        if (told.missed != null || (eventType != null && device == null)) {
          missed.current += 1
          setBehind(true)
        }
        if (device != null)
          setDevices((before) => [
            ...before.filter(({ id }) => id !== device.id),
            ...(isTroubled(device) ? [device] : []),
          ])
      },
      // The queues say what state the connection is in.
      onState: () => undefined,
    })
  }, [transport, isRead])
  return devices
}
