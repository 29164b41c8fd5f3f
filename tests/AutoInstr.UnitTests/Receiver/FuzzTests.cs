using System.Buffers;
using System.Net;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Decoding;
using AutoInstr.Viewer.Transport;
using Google.Protobuf;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>Valid requests with random damage: each is taken or refused in the way that is foreseen, and nothing else happens.</summary>
public class FuzzTests
{
    private const int Seed = 20_261_122;
    private const int Rounds = 20_000;

    private static readonly HttpStatusCode[] Foreseen = [HttpStatusCode.OK, HttpStatusCode.BadRequest,
        HttpStatusCode.RequestEntityTooLarge];

    [Fact]
    public void Damaged_protobuf_is_decoded_or_refused()
    {
        var random = new Random(Seed);
        var valid = OtlpRequests.Everything().ToByteArray();
        var endpoint = SignalEndpoint.All[0];
        var decoded = 0;
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                var request = (Viewer.Otlp.ExportTraceServiceRequest)endpoint.Parse(Damage(valid, random));
                SpanDecoder.Decode(request);
                OtlpJsonWriter.Write(new ArrayBufferWriter<byte>(), request);
                decoded++;
            }
            catch (InvalidProtocolBufferException)
            {
                // Foreseen: the sender is told.
            }
        }
        Assert.InRange(decoded, 1, Rounds - 1);
    }

    [Fact]
    public void Damaged_JSON_is_decoded_or_refused()
    {
        var random = new Random(Seed);
        var output = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(output, OtlpRequests.Everything());
        var valid = output.WrittenSpan.ToArray();
        var decoded = 0;
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                var request = new Viewer.Otlp.ExportTraceServiceRequest();
                OtlpJsonReader.Read(Damage(valid, random), request);
                SpanDecoder.Decode(request);
                decoded++;
            }
            catch (FormatException)
            {
                // Foreseen: the sender is told.
            }
        }
        Assert.InRange(decoded, 1, Rounds - 1);
    }

    [Fact]
    public async Task Damaged_requests_never_fail_the_receiver()
    {
        var random = new Random(Seed);
        await using var receiver = await OtlpReceiver.StartAsync(ReceiverOptions.FreePorts);
        using var client = new RawClient(receiver);
        var plain = OtlpRequests.Everything().ToByteArray();
        var gzipped = RawClient.Gzip(plain);
        for (var i = 0; i < 500; i++)
        {
            using var http = await client.PostAsync(Damage(plain, random));
            using var gzip = await client.PostAsync(Damage(gzipped, random), contentEncoding: "gzip");
            var (grpc, _) = await client.CallAsync(Damage(plain, random));
            Assert.All([http, gzip], response => Assert.Contains(response.StatusCode, Foreseen));
            Assert.True(grpc is 0 or 3, $"grpc-status {grpc}");
        }
        using var last = await client.PostAsync(plain);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
    }

    private static byte[] Damage(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }
}
