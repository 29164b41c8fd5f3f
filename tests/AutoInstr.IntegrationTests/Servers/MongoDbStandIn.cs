using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace AutoInstr.IntegrationTests.Servers;

/// <summary>The part of MongoDB's wire protocol that it takes to connect, insert, find, and be refused.</summary>
internal sealed class MongoDbStandIn : StandIn
{
    private const int Reply = 1;
    private const int Query = 2004;
    private const int Message = 2013;
    private const int HeaderLength = 16;

    /// <summary>A connection string.</summary>
    public string ConnectionString => $"mongodb://127.0.0.1:{Port}/?serverSelectionTimeoutMS=30000";

    /// <inheritdoc/>
    protected override async Task ServeAsync(NetworkStream client, CancellationToken stop)
    {
        while (true)
        {
            var length = new byte[4];
            await client.ReadExactlyAsync(length, stop);
            var rest = new byte[BitConverter.ToInt32(length) - 4];
            await client.ReadExactlyAsync(rest, stop);
            int id = BitConverter.ToInt32(rest);
            await client.WriteAsync(BitConverter.ToInt32(rest, 8) switch
            {
                // Flags, the collection's name, two numbers, the document.
                Query =>
                    Packet(Reply, id,
                        [8, 0, 0, 0, .. new byte[12], 1, 0, 0, 0, .. Answer(rest.AsSpan(Array.IndexOf(rest, (byte)0, HeaderLength) + 9))]),
                // Flags, the kind of the section, the document.
                Message => Packet(Message, id, [0, 0, 0, 0, 0, .. Answer(rest.AsSpan(HeaderLength + 1))]),
                var other => throw new IOException($"operation {other}"),
            }, stop);
        }
    }

    private static byte[] Packet(int operation, int responseTo, byte[] body) =>
        [.. BitConverter.GetBytes(HeaderLength + body.Length), .. new byte[4], .. BitConverter.GetBytes(responseTo),
            .. BitConverter.GetBytes(operation), .. body];

    private static byte[] Answer(ReadOnlySpan<byte> request)
    {
        var command = BsonSerializer.Deserialize<BsonDocument>(request[..BitConverter.ToInt32(request)].ToArray());
        BsonDocument answer = command.GetElement(0).Name switch
        {
            "hello" or "isMaster" or "ismaster" => new BsonDocument
            {
                { "ismaster", true }, { "isWritablePrimary", true }, { "helloOk", true }, { "maxBsonObjectSize", 16777216 },
                { "maxMessageSizeBytes", 48000000 },
                { "maxWriteBatchSize", 100000 }, { "minWireVersion", 0 }, { "maxWireVersion", 21 }, { "logicalSessionTimeoutMinutes", 30 },
                { "readOnly", false }, { "ok", 1.0 },
            },
            "insert" => new BsonDocument { { "n", 1 }, { "ok", 1.0 } },
            "find" => new BsonDocument
            {
                { "cursor",
                    new BsonDocument { { "firstBatch", new BsonArray { new BsonDocument { { "_id", 1 }, { "customer", "Ada" } } } },
                        { "id", 0L }, { "ns", "shop.orders" } } },
                { "ok", 1.0 },
            },
            "endSessions" => new BsonDocument("ok", 1.0),
            var name =>
                new BsonDocument { { "ok", 0.0 }, { "errmsg", $"no such command: '{name}'" }, { "code", 59 },
                    { "codeName", "CommandNotFound" } },
        };
        return answer.ToBson(writerSettings: new BsonBinaryWriterSettings());
    }
}
