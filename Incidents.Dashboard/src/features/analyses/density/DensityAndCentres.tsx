import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Answered } from '@shared/ui/states'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import type { BodyProps } from '../frame/body'
import { choiceFor, numberFor, wholeFor } from '../frame/settings'
import { kernels } from '../search'
import { CentresView } from './CentresView'
import { DensityView } from './DensityView'
import { centresQuery, densityQuery } from './queries'

/** Where is the density high, and where is the middle of what was counted? */
export function DensityAndCentres({ settings }: BodyProps) {
  const { town, period, until, filter, asKnownOn } = settings
  const common = { bounds: town.bounds, from: period.from, until, filter, asKnownOn }
  const density = useAnswer(densityQuery, {
    ...common,
    zoom: wholeFor(settings, 'cells'),
    kernel: choiceFor(settings, 'kernel', kernels),
    bandwidthMetres: numberFor(settings, 'bandwidth'),
  })
  const centres = useAnswer(centresQuery, common)
  return (
    <>
      <Answered answer={partOf(density, 'density')}>
        {(result) => <DensityView result={result} town={town} asOf={density.freshness?.asOf ?? null} />}
      </Answered>
      <Answered answer={partOf(centres, 'centrography')}>
        {(result) => <CentresView result={result} town={town} asOf={centres.freshness?.asOf ?? null} />}
      </Answered>
      <Warnings warnings={centres.warnings} except={coverageCodes} />
    </>
  )
}
