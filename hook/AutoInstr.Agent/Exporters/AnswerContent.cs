using System.Net;
using AutoInstr.Agent.SelfLog;

namespace AutoInstr.Agent.Exporters;

/// <summary>The body of an answer, whose beginning can still be read when whoever asked has read and disposed it.</summary>
internal sealed class AnswerContent : HttpContent
{
    private const int Kept = 4096;
    private const int Largest = 64 * 1024;

    private readonly HttpContent _inner;
    private readonly MemoryStream _beginning = new();
    private int _length;

    private AnswerContent(HttpContent inner)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>What has been read, up to a limit.</summary>
    public ReadOnlySpan<byte> Beginning => _beginning.GetBuffer().AsSpan(0, (int)_beginning.Length);

    /// <summary>Takes the place of a response's body, where that may say something in Protocol Buffers.</summary>
    /// <returns><see langword="null"/> where it may not.</returns>
    public static AnswerContent? Replace(HttpResponseMessage response)
    {
        // The answer to a request that was taken as a whole is empty, but for the frame of gRPC.
        if (!response.IsSuccessStatusCode || response.Content.Headers is not { ContentLength: not 0, ContentType.MediaType: { } type } ||
            type is not ("application/x-protobuf" or "application/grpc" or "application/grpc+proto"))
            return null;
        var answer = new AnswerContent(response.Content);
        response.Content = answer;
        return answer;
    }

    /// <summary>Reads what nobody else will. What goes wrong is of no matter: the status has said that the request was taken.</summary>
    public void ReadAhead(CancellationToken cancellationToken)
    {
        try
        {
            // Nothing else interrupts a synchronous read.
            using var cutOff = cancellationToken.UnsafeRegister(static inner => ((HttpContent)inner!).Dispose(), _inner);
            CopyTo(Stream.Null, null, cancellationToken);
        }
        catch (Exception exception)
        {
            Log.Debug($"otlp: the answer could not be read: {exception.Message}");
        }
    }

    /// <inheritdoc cref="ReadAhead"/>
    public async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.Debug($"otlp: the answer could not be read: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var source = _inner.ReadAsStream(cancellationToken);
        var buffer = new byte[Kept];
        for (var count = source.Read(buffer); count > 0; count = source.Read(buffer))
            stream.Write(Note(buffer.AsMemory(0, count)).Span);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, default);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var disposed = source.ConfigureAwait(false);
        var buffer = new byte[Kept];
        for (int count; (count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            await stream.WriteAsync(Note(buffer.AsMemory(0, count)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private Memory<byte> Note(Memory<byte> bytes)
    {
        if ((_length += bytes.Length) > Largest)
            throw new IOException("The answer is too long.");
        _beginning.Write(bytes.Span[..(int)Math.Min(bytes.Length, Kept - _beginning.Length)]);
        return bytes;
    }
}
