import { Link } from '@tanstack/react-router'

/** A device by its id, which leads to its page. */
export const DeviceLink = ({ id, city }: { readonly id: string; readonly city: string }) => (
  <Link to="/devices/$id" params={{ id }} search={{ city }} preload={false}>
    {id}
  </Link>
)
