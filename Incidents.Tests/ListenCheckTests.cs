using System.Net;
using System.Net.Sockets;
using Incidents.Api;
using Xunit;

namespace Incidents.Tests;

public class ListenCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_port_that_is_taken_on_either_loopback_address_is_refused_with_that_address(string taken)
    {
        var address = IPAddress.Parse(taken);
        Assert.SkipWhen(address.AddressFamily is AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6, "There is no IPv6.");
        using var other = new TcpListener(address, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var problem = ListenCheck.Problem(new() { DataDirectory = "x", Port = port });

        Assert.Contains($"Port {port} is in use on {taken}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_another_machine_is_refused() =>
        Assert.Contains(
            "192.0.2.7", ListenCheck.Problem(new() { DataDirectory = "x", Listen = IPAddress.Parse("192.0.2.7") }),
            StringComparison.Ordinal);

    [Fact]
    public void Any_free_port_is_fine() => Assert.Null(ListenCheck.Problem(new() { DataDirectory = "x", Port = 0 }));
}
