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
import { unit } from '../features/unit/feature'
import { upkeep } from '../features/upkeep/feature'

/** What the navigation shows, in its order; the first that somebody may see is where they begin. */
export const features = [
  crimeMap,
  unit,
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
