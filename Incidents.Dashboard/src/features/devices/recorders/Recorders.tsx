import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useCommand } from '@shared/graphql/useCommand'
import { useStable } from '@shared/graphql/useStable'
import { useMay, useMayVariables } from '@shared/session/may'
import { AskReason } from '@shared/ui/AskReason'
import { Badge } from '@shared/ui/Badge'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { clearMutation, speedsQuery, type RecorderSpeed } from './queries'
import { barOf, mostOf, stateOf } from './speeds'
import styles from './Recorders.module.css'

const everySeconds = 60
const tones = { suspected: 'bad', learning: 'neutral', usual: 'good' } as const

/** How the speeds of recorders compare with those of their neighbours; those under suspicion first. */
export function Recorders({ cities }: { readonly cities: string[] | undefined }) {
  const { t } = useTranslation('devices')
  const may = useMayVariables('device-exact')
  const mayClear = useMay('review')
  const asked = useStable({ cities: cities ?? null, ...may })
  const answer = useAnswer(speedsQuery, asked, { everySeconds })
  return (
    <Panel title={t('recorders.title')}>
      <p className={styles['means']}>{t('recorders.means')}</p>
      <Answered answer={partOf(answer, 'recorderSpeeds')}>
        {(speeds) =>
          speeds.length === 0 ? (
            <Empty title={t('recorders.none')} />
          ) : (
            <TableFrame label={t('recorders.title')} className={styles['long']}>
              <table className={table['table']} data-recorders>
                <thead>
                  <tr>
                    <th scope="col">{t('recorders.recorder')}</th>
                    <th scope="col">{t('recorders.state')}</th>
                    <th scope="col" className={table['number']}>
                      {t('recorders.drift')}
                    </th>
                    <th scope="col" className={table['number']}>
                      {t('recorders.usual')}
                    </th>
                    <th scope="col">{t('recorders.scale', { most: Math.ceil(mostOf(speeds)) })}</th>
                    <th scope="col">{t('recorders.captures')}</th>
                    {mayClear ? <th scope="col">{t('recorders.commands')}</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {speeds.map((speed) => (
                    <Row
                      key={`${speed.city} ${speed.deviceId}`}
                      speed={speed}
                      most={mostOf(speeds)}
                      mayClear={mayClear}
                      onCleared={answer.refresh}
                    />
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Answered>
    </Panel>
  )
}

interface RowProps {
  readonly speed: RecorderSpeed
  readonly most: number
  readonly mayClear: boolean
  readonly onCleared: () => void
}

function Row({ speed, most, mayClear, onCleared }: RowProps) {
  const { t } = useTranslation('devices')
  const { cityName } = useCatalogue()
  const { localMoment, number } = useFormat()
  const { city, deviceId, driftKmPerHour: drift, usualKmPerHour: usual, spreadKmPerHour: spread } = speed
  const { captureCount, learnedCount, lastCaptureAt } = speed
  const clear = useCommand(
    clearMutation,
    ({ clearRecorder }) => ({ result: clearRecorder.recorderSpeed, errors: clearRecorder.errors }),
    () => t('recorders.cleared'),
  )
  const state = stateOf(speed)
  const signed = (value: number) => `${value > 0 ? '+' : ''}${number(value, 1)}`
  return (
    <tr data-recorder={deviceId}>
      <th scope="row">
        <Link to="/devices/$id" params={{ id: deviceId }} search={{ city }} preload={false}>
          {deviceId}
        </Link>
        <span className={styles['line']}>{cityName(city)}</span>
      </th>
      <td>
        <Badge tone={tones[state]}>{t(`recorders.states.${state}`)}</Badge>
        {state === 'suspected' ? <span className={styles['line']}>{t('recorders.held')}</span> : null}
      </td>
      <td className={table['number']}>{drift == null ? '–' : signed(drift)}</td>
      <td className={table['number']}>
        {usual == null ? t('recorders.notYet') : signed(usual)}
        {spread == null ? null : <span className={styles['line']}>± {number(spread, 1)}</span>}
      </td>
      <td>
        <Bars drift={drift ?? null} usual={usual ?? null} most={most} />
      </td>
      <td>
        {captureCount === undefined ? '–' : number(captureCount)}
        {learnedCount === undefined ? null : (
          <span className={styles['line']}>{t('recorders.learnedFrom', { number: number(learnedCount) })}</span>
        )}
        {lastCaptureAt === undefined ? null : <span className={styles['line']}>{localMoment(lastCaptureAt)}</span>}
      </td>
      {mayClear ? (
        <td>
          {speed.isSuspected ? (
            <AskReason
              label={t('recorders.clear')}
              what={deviceId}
              isSending={clear.isSending}
              onGiven={(reasonCode) => clear.run({ input: { city, deviceId, reasonCode } }).then(onCleared)}
            />
          ) : null}
        </td>
      ) : null}
    </tr>
  )
}

interface BarsProps {
  readonly drift: number | null
  readonly usual: number | null
  readonly most: number
}

/** What is usual of a recorder and by how much it has moved, on one scale; the cells before have the numbers. */
function Bars({ drift, usual, most }: BarsProps) {
  const bars = [
    ['usual', usual],
    ['drift', drift],
  ] as const
  return (
    <span className={styles['bars']} aria-hidden="true">
      {bars.map(([name, value]) => {
        if (value === null) return null
        const { from, width } = barOf(value, most)
        return <span key={name} data-bar={name} style={{ left: `${100 * from}%`, width: `${100 * width}%` }} />
      })}
    </span>
  )
}
