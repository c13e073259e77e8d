import { useMemo } from 'react'
import BaseMap from './BaseMap'

interface Props {
  readonly label: string
  readonly longitude: number
  readonly latitude: number
}

const zoom = 13

/** One place. */
export default function PlaceMap({ label, longitude, latitude }: Props) {
  const mark = useMemo(() => ({ label, longitude, latitude }), [label, longitude, latitude])
  return <BaseMap label={label} center={[longitude, latitude]} zoom={zoom} mark={mark} />
}
