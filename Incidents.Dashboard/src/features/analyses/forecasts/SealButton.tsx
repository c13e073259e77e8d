import type { SealForecastsInput } from '@shared/graphql/generated/graphql'
import { useFormat } from '@shared/format/useFormat'
import { addDays } from '@shared/format/days'
import { Button } from '@shared/ui/Button'
import { Refused } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useRefusal } from '../frame/useRefusal'
import { sealMutation } from './queries'
import styles from './SealButton.module.css'

/** Seals the forecasts of the town's next period by every method. */
export function SealButton({ input }: { readonly input: SealForecastsInput }) {
  const { t } = useTranslation('analyses')
  const { day } = useFormat()
  const refusal = useRefusal()
  const [{ fetching, data, error }, seal] = useMutation(sealMutation)
  const sealed = data?.sealForecasts.sealedForecasts
  const refused = data?.sealForecasts.errors?.[0]
  return (
    <div className={styles['seal']}>
      <Button isDisabled={fetching} onPress={() => void seal({ input })}>
        {t('forecasts.seal')}
      </Button>
      {error === undefined ? null : <Refused error={error} />}
      {refused === undefined ? null : (
        <p role="alert">
          {refusal(refused.code)} <code>{refused.code}</code>
        </p>
      )}
      {sealed == null ? null : (
        <p role="status">
          {t('forecasts.sealed', {
            count: sealed.forecasts.length,
            from: day(sealed.from),
            to: day(addDays(sealed.until, -1)),
          })}
        </p>
      )}
    </div>
  )
}
