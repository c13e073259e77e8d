import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import { printPage } from './printing'

/** Prints the page when its maps and charts are drawn. */
export function PrintButton() {
  const { t } = useTranslation('shared')
  return <Button onPress={() => void printPage()}>{t('printing.print')}</Button>
}
