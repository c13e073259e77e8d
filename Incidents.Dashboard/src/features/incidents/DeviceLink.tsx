import { useMay } from '@shared/session/may'
import { Link } from '@tanstack/react-router'

/** A device by its id, which leads to its page where that may be seen. */
export function DeviceLink({ id, city }: { readonly id: string; readonly city: string }) {
  return useMay('device') ? (
    <Link to="/devices/$id" params={{ id }} search={{ city }} preload={false}>
      {id}
    </Link>
  ) : (
    id
  )
}
