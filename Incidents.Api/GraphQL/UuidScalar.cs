namespace Incidents.Api.GraphQL;

internal sealed class UuidScalar() : TextScalar<Guid>(
    "UUID",
    "An identifier, RFC 9562, in lower case (`0190163d-8694-739b-aea5-966c26f8ad91`).",
    "a UUID, e.g. 0190163d-8694-739b-aea5-966c26f8ad91")
{
    protected override Guid? Read(string text) => Guid.TryParseExact(text, "D", out var value) ? value : null;

    public override string Write(Guid value) => value.ToString("D");
}
