import { useFormat } from '@shared/format/useFormat'
import { Toggle } from '@shared/ui/Toggle'
import { useTranslation } from 'react-i18next'
import { queueNames, type QueueName, type Queues } from './queue'

interface Props {
  readonly value: QueueName
  readonly totals: Queues['totals']
  readonly onChange: (queue: QueueName) => void
}

/** The queues with how many are open in each. */
export function QueueTabs({ value, totals, onChange }: Props) {
  const { t } = useTranslation('live')
  const { number } = useFormat()
  return (
    <Toggle
      label={t('queues')}
      value={value}
      options={queueNames.map((name) => ({
        value: name,
        label: `${t(`queue.${name}`)}: ${number(totals[name])}`,
        content: (
          <>
            {t(`queue.${name}`)} <b>{number(totals[name])}</b>
          </>
        ),
      }))}
      onChange={onChange}
    />
  )
}
