using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using AutoInstr.Viewer;
using Google.Protobuf;

namespace AutoInstr.UnitTests.Receiver;

/// <summary>Sends a receiver whatever bytes a test wants it to get.</summary>
internal sealed class RawClient(OtlpReceiver receiver) : IDisposable
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    public Task<HttpResponseMessage> PostAsync(
        byte[] body, string? contentType = Protobuf, string? contentEncoding = null, string path = "/v1/traces")
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (contentEncoding is not null)
            content.Headers.ContentEncoding.Add(contentEncoding);
        return _http.PostAsync(new Uri(receiver.HttpEndpoint, path), content);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        _http.SendAsync(new HttpRequestMessage(method, new Uri(receiver.HttpEndpoint, path)));

    /// <summary>Calls Export over gRPC with one message.</summary>
    /// <returns>The gRPC status and the answer's message, without its prefix.</returns>
    public async Task<(int Status, byte[] Message)> CallAsync(
        byte[] message, bool compressed = false, string service = "trace.v1.TraceService")
    {
        var frame = new byte[5 + message.Length];
        frame[0] = (byte)(compressed ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(receiver.GrpcEndpoint, $"/opentelemetry.proto.collector.{service}/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (compressed)
            request.Headers.Add("grpc-encoding", "gzip");
        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var trailers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : (HttpHeaders)response.Headers;
        return (int.Parse(trailers.GetValues("grpc-status").Single(), null), body.Length > 5 ? body[5..] : []);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }

    public static byte[] Bytes(IMessage message) => message.ToByteArray();

    public void Dispose() => _http.Dispose();
}
