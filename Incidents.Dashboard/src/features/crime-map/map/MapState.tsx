import type { Answer } from '@shared/graphql/useAnswer'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { hasData, type CellSet } from '../cells/cellSet'
import { classes } from '@shared/ui/classes'
import styles from './MapState.module.css'
import panel from '@shared/ui/Panel.module.css'

/** Shows over the map whether its cells are loading, refused or empty. */
export function MapState({ answer }: { readonly answer: Answer<CellSet> }) {
  const { t } = useTranslation('crime-map')
  const { data, error, isRefreshing, refresh } = answer
  if (error)
    return (
      <div className={classes(styles['state'], panel['panel'])}>
        <Failed error={error} retry={refresh} />
      </div>
    )
  if (!data)
    return (
      <div className={classes(styles['state'], panel['panel'])}>
        <Loading />
      </div>
    )
  if (!hasData(data))
    return (
      <div className={classes(styles['state'], panel['panel'])}>
        <Empty title={data.coverage.covered === 0 ? t('noData') : t('noDataBefore')}>{t('noDataMeans')}</Empty>
      </div>
    )
  if (data.x.length === 0)
    return (
      <div className={classes(styles['state'], panel['panel'])}>
        <Empty title={t('nothing')}>{t('nothingMeans')}</Empty>
      </div>
    )
  return isRefreshing ? (
    <p className={styles['busy']} role="status">
      {t('updating')}
    </p>
  ) : null
}
