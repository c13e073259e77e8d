import { useTranslation } from 'react-i18next'
import type { FoundPlate } from '../lookups'

/** What the form of a plate says of it. */
export function useFormText() {
  const { t } = useTranslation('cases')
  return (form: FoundPlate['form']) =>
    form == null
      ? t('formUnknown')
      : [t(`formats.${form.format}`), form.region == null ? null : t(`regions.${form.region}`)]
          .filter((part) => part !== null)
          .join(', ')
}
