import { Panel } from '@shared/ui/Panel'
import { Empty, Loading } from '@shared/ui/states'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import type { File } from './queries'
import styles from './PlacePanel.module.css'

const PlaceMap = lazy(() => import('@shared/map/PlaceMap'))

export function PlacePanel({ place }: { readonly place: File['place'] }) {
  const { t } = useTranslation('incidents')
  return (
    <Panel title={t('place')}>
      {place.point == null ? (
        <Empty title={t('noPoint')} />
      ) : (
        <div className={styles['map']}>
          <Suspense fallback={<Loading />}>
            <PlaceMap label={t('placeMap')} longitude={place.point.longitude} latitude={place.point.latitude} />
          </Suspense>
        </div>
      )}
    </Panel>
  )
}
