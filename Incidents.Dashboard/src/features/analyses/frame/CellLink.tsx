import { addDays } from '@shared/format/days'
import { Link } from '@tanstack/react-router'
import type { Basis } from '../queries'

interface Props {
  readonly basis: Basis
  readonly city: string
  readonly zoom: number
  readonly x: number
  readonly y: number
}

const zooms = ['18', '17', '16', '15'] as const

/** A cell by its name, leading to it on the crime map where that has cells of its size. */
export function CellLink({ basis, city, zoom, x, y }: Props) {
  const name = `${zoom}/${x}/${y}`
  const cells = zooms.find((one) => one === String(zoom))
  if (cells === undefined) return <>{name}</>
  const period = { from: basis.from, to: addDays(basis.until, -1) }
  const category = basis.categories === null ? {} : { category: [...basis.categories] }
  return (
    <Link to="/crime-map" search={{ city, cells, cell: name, ...period, ...category }}>
      {name}
    </Link>
  )
}
