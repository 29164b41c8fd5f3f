using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>The part of SQL Server's protocol (TDS 7.4) that it takes to log in and to answer a query with 42 or with an error.</summary>
/// <remarks>A query of <c>missing</c> gets error 208, as SQL Server says of a table that it does not know.</remarks>
internal sealed class SqlServerStandIn : StandIn
{
    private const byte Batch = 0x01;
    private const byte RemoteCall = 0x03;
    private const byte Response = 0x04;
    private const byte Login = 0x10;
    private const byte PreLogin = 0x12;

    /// <summary>A connection string, with a password that is not to be seen anywhere.</summary>
    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{Port};Database=shop;User ID=sa;Password=tds-secret;Encrypt=false;Connect Timeout=30";

    /// <inheritdoc/>
    protected override async Task ServeAsync(NetworkStream client, CancellationToken stop)
    {
        while (true)
        {
            var (type, request) = await ReadAsync(client, stop);
            byte[] response = type switch
            {
                // Version 16.0 and, second, that it cannot encrypt.
                PreLogin => [0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 2],
                Login => [.. LoginAcknowledged(), .. Done(0, 0)],
                Batch or RemoteCall when Encoding.Unicode.GetString(request).Contains("missing", StringComparison.Ordinal) =>
                    [.. Error(208, "Invalid object name 'missing'."), .. Done(2, 0)],
                _ => [.. FortyTwo(), .. Done(0x10, 1)],
            };
            await client.WriteAsync((byte[])[Response, 1, .. BigEndian((ushort)(response.Length + 8)), 0, 0, 1, 0, .. response], stop);
        }
    }

    /// <summary>One message, of as many packets as it has.</summary>
    private static async Task<(byte Type, byte[] Data)> ReadAsync(NetworkStream client, CancellationToken stop)
    {
        List<byte> data = [];
        var header = new byte[8];
        do
        {
            await client.ReadExactlyAsync(header, stop);
            var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length];
            await client.ReadExactlyAsync(packet, stop);
            data.AddRange(packet);
        }
        while ((header[1] & 1) == 0);
        return (header[0], [.. data]);
    }

    private static byte[] LoginAcknowledged()
    {
        byte[] token = [1, 0x74, 0, 0, 4, .. ShortText("SQL"), 16, 0, 0, 0];
        return [0xAD, .. LittleEndian((ushort)token.Length), .. token];
    }

    private static byte[] Error(int number, string message)
    {
        byte[] token = [.. LittleEndian(number), 1, 16, .. LittleEndian((ushort)message.Length), .. Encoding.Unicode.GetBytes(message),
            .. ShortText("sql"), .. ShortText(""), .. LittleEndian(1)];
        return [0xAA, .. LittleEndian((ushort)token.Length), .. token];
    }

    /// <summary>One column without a name, of four bytes, and one row of it.</summary>
    private static byte[] FortyTwo() => [0x81, 1, 0, .. LittleEndian(0), 0, 0, 0x38, 0, 0xD1, .. LittleEndian(42)];

    private static byte[] Done(ushort status, byte rows) => [0xFD, .. LittleEndian(status), 0xC1, 0, rows, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] ShortText(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    private static byte[] LittleEndian(int value) => BitConverter.GetBytes(value);

    private static byte[] LittleEndian(ushort value) => BitConverter.GetBytes(value);

    private static byte[] BigEndian(ushort value) => [(byte)(value >> 8), (byte)value];
}
