import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { usePurpose, withPurpose } from '@shared/session/purpose'
import { Badge } from '@shared/ui/Badge'
import { Basis } from '@shared/ui/Basis'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { AttachButton } from '../items/AttachButton'
import { trackQuery, type Track } from '../lookups'
import type { Shown } from '../shown'
import { placedOf } from './track'
import { useFormText } from './useFormText'
import styles from '../Cases.module.css'

const TrackMap = lazy(() => import('./TrackMap'))

interface Props {
  readonly of: Shown
  readonly plate: string
  readonly from: string | undefined
  readonly until: string | undefined
}

/** The track of a plate on the map, and its reads with how fast it would have gone to each. */
export function TrackView({ of, plate, from, until }: Props) {
  const { t } = useTranslation('cases')
  const answer = useAnswer(withPurpose(trackQuery, usePurpose()), { plate, from, until })
  return (
    <Panel title={t('track')}>
      <Answered answer={partOf(answer, 'plateTrack')}>
        {(track) => (track.reads.length === 0 ? <Empty title={t('noReads')} /> : <Reads of={of} track={track} />)}
      </Answered>
    </Panel>
  )
}

function Reads({ of, track }: { readonly of: Shown; readonly track: Track }) {
  const { t } = useTranslation('cases')
  const { categoryName, cityName } = useCatalogue()
  const { number, occurred, seconds } = useFormat()
  const formText = useFormText()
  const legs = new Map(track.legs.map((leg) => [leg.endId, leg]))
  const impossible = track.legs.filter(({ isImpossible }) => isImpossible).length
  return (
    <>
      {placedOf(track).length === 0 ? null : (
        <div className={styles['map']}>
          <Suspense fallback={<Loading />}>
            <TrackMap track={track} />
          </Suspense>
        </div>
      )}
      <p className={styles['text']} data-impossible={impossible}>
        {t('trackMeans', { count: track.reads.length, number: number(track.reads.length) })}{' '}
        {impossible === 0 ? t('nothingImpossible') : t('impossibleCount', { count: impossible })}
      </p>
      <TableFrame label={t('track')} className={styles['long']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('occurred')}</th>
              <th scope="col">{t('readBy')}</th>
              <th scope="col">{t('place')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('leg')}</th>
              <th scope="col" data-screen-only>
                {t('commands')}
              </th>
            </tr>
          </thead>
          <tbody>
            {track.reads.map(({ id, kind, deviceId, occurredAt, timePrecision, category, isCounted, place }) => {
              const leg = legs.get(id)
              return (
                <tr key={id} data-leg={leg?.isImpossible === true ? 'impossible' : undefined}>
                  <td>{occurred(occurredAt, timePrecision)}</td>
                  <td>{deviceId ?? ''}</td>
                  <td>{[cityName(place.city), place.street].filter((part) => part != null).join(', ')}</td>
                  <td>
                    {t(`itemKinds.${kind}`)} · {categoryName(category)}{' '}
                    {isCounted ? null : <Badge tone="warn">{t('notCounted')}</Badge>}
                  </td>
                  <td>
                    {leg === undefined
                      ? ''
                      : t('legText', {
                          distance: number(leg.distanceMetres / 1000, 1),
                          span: seconds(leg.seconds),
                          speed: leg.kmPerHour == null ? '∞' : number(leg.kmPerHour),
                        })}{' '}
                    {leg?.isImpossible === true ? <Badge tone="bad">{t('impossible')}</Badge> : null}
                  </td>
                  <td data-screen-only>
                    {kind === 'PLATE_READ' ? null : (
                      <AttachButton of={of} id={id} kind={kind} what={occurred(occurredAt, timePrecision)} />
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </TableFrame>
      <div className={styles['text']}>
        <Basis
          items={[
            { label: t('plateForm'), value: formText(track.form) },
            { label: t('impossibleFrom'), value: t('kmPerHour', { speed: number(track.impossibleKmPerHour) }) },
            { label: t('clockUncertainty'), value: `± ${seconds(track.clockUncertaintySeconds)}` },
            { label: t('way'), value: t('straight') },
          ]}
        />
      </div>
    </>
  )
}
