import type { Answer } from '@shared/graphql/useAnswer'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import type { CellSet } from '../cells/cellSet'

/** Where the answer stands: over the map, which stays. */
export function MapState({ answer }: { readonly answer: Answer<CellSet> }) {
  const { t } = useTranslation('crime-map')
  const { data, error, isRefreshing, refresh } = answer
  if (error)
    return (
      <div className="map-state panel">
        <Failed error={error} retry={refresh} />
      </div>
    )
  if (!data)
    return (
      <div className="map-state panel">
        <Loading />
      </div>
    )
  if (data.x.length === 0)
    return (
      <div className="map-state panel">
        <Empty title={t('nothing')}>{t('nothingMeans')}</Empty>
      </div>
    )
  return isRefreshing ? (
    <p className="map-busy" role="status">
      {t('updating')}
    </p>
  ) : null
}
