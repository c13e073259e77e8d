import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { Item } from '../queries'

/** An item of a case in a line. */
export function useItemText() {
  const { t } = useTranslation('cases')
  const { day } = useFormat()
  return ({ kind, reason, personName, plate, note, tag, assignee, dueOn, isDone }: Item) =>
    [
      t(`itemKinds.${kind}`),
      personName,
      plate,
      tag,
      note,
      reason,
      assignee,
      dueOn == null ? null : t('dueOn', { day: day(dueOn) }),
      isDone === true ? t('done') : null,
    ]
      .filter((part) => part != null)
      .join(' · ')
}
