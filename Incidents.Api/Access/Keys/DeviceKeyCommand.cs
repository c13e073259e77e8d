using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Api.GraphQL;
using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary><c>key</c>: lists, makes, rotates and revokes the keys of devices.</summary>
internal static class DeviceKeyCommand
{
    /// <summary>The command for the command line.</summary>
    /// <param name="onHost">Runs it on a host.</param>
    public static Command Define(OnHost onHost) => new("key", "List, make, rotate or revoke keys by which devices post reports")
    {
        List(onHost), Add(onHost), Rotate(onHost), Revoke(onHost),
    };

    private static Command List(OnHost onHost)
    {
        var command = new Command("list", "List all keys, without their secrets");
        command.SetAction((parsed, _) => onHost(parsed, async (host, cancellation) =>
        {
            foreach (var key in await host.Services.GetRequiredService<DeviceKeys>().All(cancellation))
                Console.WriteLine(Line(key));
            return 0;
        }));
        return command;
    }

    private static Command Add(OnHost onHost)
    {
        var source = new Option<string>("--source")
        {
            HelpName = "NAME",
            Description = "The source whose reports it posts",
            Required = true,
        };
        var note = Text("--note", "TEXT", "What it is for");
        var devices = Text("--devices", "IDS", "Only these devices, separated by commas");
        var cities = Text("--cities", "CODES", "Only these cities, separated by commas");
        var rate = new Option<int>("--per-minute")
        {
            HelpName = "N",
            Description = $"Requests a minute; default {DeviceKeys.DefaultPerMinute}",
            DefaultValueFactory = _ => DeviceKeys.DefaultPerMinute,
        };
        var days = new Option<int?>("--days") { HelpName = "N", Description = "Expires after so many days; default never" };
        var command = new Command("add", "Make a key, and print its secret this once") { source, note, devices, cities, rate, days };
        command.SetAction((parsed, _) => Change(onHost, parsed, async (keys, cancellation) => await keys.Create(
            new(
                parsed.GetValue(source)!, parsed.GetValue(note) ?? "-", Listed(parsed.GetValue(devices)), Listed(parsed.GetValue(cities)),
                parsed.GetValue(rate),
                parsed.GetValue(days) is { } count ? SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(count) : null),
            cancellation)));
        return command;
    }

    private static Command Rotate(OnHost onHost)
    {
        var id = Id();
        var grace = new Option<int>("--grace")
        {
            HelpName = "MINUTES",
            Description = "How long the secret of before is accepted too; default 60",
            DefaultValueFactory = _ => 60,
        };
        var command = new Command("rotate", "Make the secret of a key anew, and print it this once") { id, grace };
        command.SetAction((parsed, _) => Change(onHost, parsed, async (keys, cancellation) => await keys.Rotate(
            parsed.GetValue(id), Duration.FromMinutes(parsed.GetValue(grace)), cancellation)));
        return command;
    }

    private static Command Revoke(OnHost onHost)
    {
        var id = Id();
        var command = new Command("revoke", "Revoke a key for good") { id };
        command.SetAction((parsed, _) => Change(onHost, parsed, async (keys, cancellation) =>
        {
            await keys.Revoke(parsed.GetValue(id), cancellation);
            return null;
        }));
        return command;
    }

    private static Argument<Guid> Id() => new("ID") { Description = "Id of the key" };

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    private static string[]? Listed(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Task<int> Change(
        OnHost onHost, ParseResult parsed, Func<DeviceKeys, CancellationToken, Task<IssuedKey?>> change) =>
        onHost(parsed, async (host, cancellation) =>
        {
            try
            {
                if (await change(host.Services.GetRequiredService<DeviceKeys>(), cancellation) is { } issued)
                    Console.WriteLine($"{Line(issued.Key)}{Environment.NewLine}Authorization: {issued.Authorization}");
                return 0;
            }
            catch (RefusedException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });

    private static string Line(DeviceKey key)
    {
        var state = key.RevokedAt is { } revoked ? $"revoked {revoked}" : key.ExpiresAt is { } end ? $"until {end}" : "valid";
        var devices = key.DeviceIds is null ? "all devices" : $"devices {string.Join(", ", key.DeviceIds)}";
        var cities = key.Cities is null ? "all cities" : $"cities {string.Join(", ", key.Cities)}";
        return $"{key.Id:N} {key.Source} ({key.Note}): {state}; {devices}; {cities}; {key.PerMinute} requests a minute";
    }
}
