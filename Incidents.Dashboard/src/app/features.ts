import { accessLog } from '../features/access-log/feature'
import { administration } from '../features/administration/feature'
import { analyses } from '../features/analyses/feature'
import { cases } from '../features/cases/feature'
import { crimeMap } from '../features/crime-map/feature'
import { devices } from '../features/devices/feature'
import { incidents } from '../features/incidents/feature'
import { ingest } from '../features/ingest/feature'
import { kpis } from '../features/kpis/feature'
import { live } from '../features/live/feature'
import { rules } from '../features/rules/feature'
import { upkeep } from '../features/upkeep/feature'

/** What the navigation shows, in its order. */
export const features = [
  crimeMap,
  live,
  analyses,
  rules,
  incidents,
  cases,
  kpis,
  upkeep,
  devices,
  ingest,
  accessLog,
  administration,
]
