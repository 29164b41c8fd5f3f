extern alias webhook;

using System.Net;
using webhook::AutoInstr.Webhook;
using Xunit;

namespace AutoInstr.UnitTests.Webhook;

/// <summary>What the webhook is told by its environment.</summary>
public sealed class WebhookSettingsTests
{
    private readonly List<string> _complaints = [];

    [Fact]
    public void Only_the_image_has_to_be_named()
    {
        var settings = Read();
        Assert.Equal(("kit:1", "IfNotPresent", KitVolume.Copy), (settings.Image, settings.PullPolicy, settings.Volume));
        Assert.Equal((8443, 8080, "/tls"), (settings.Listen.Port, settings.StatusListen.Port, settings.Certificate));
        Assert.Empty(settings.Defaults);
        Assert.Empty(_complaints);
        var missing = Assert.Throws<ArgumentException>(
            () => WebhookSettings.Read(new Dictionary<string, string> { ["AUTOINSTR_WEBHOOK_IMAGE"] = " " }, _complaints.Add));
        Assert.StartsWith("AUTOINSTR_WEBHOOK_IMAGE is not set", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var settings = Read(
            ("AUTOINSTR_WEBHOOK_PULL_POLICY", "always"), ("AUTOINSTR_WEBHOOK_VOLUME", "IMAGE"), ("AUTOINSTR_WEBHOOK_LISTEN", "[::1]:1"),
            ("AUTOINSTR_WEBHOOK_STATUS_LISTEN", "127.0.0.1:2"), ("AUTOINSTR_WEBHOOK_CERTIFICATE", "/certificate"),
            ("DEFAULT_OTEL_B", "2"), ("DEFAULT_AUTOINSTR_A", "1"), ("OTEL_C", "not meant"));
        Assert.Equal(("Always", KitVolume.Image, "/certificate"), (settings.PullPolicy, settings.Volume, settings.Certificate));
        Assert.Equal((IPEndPoint.Parse("[::1]:1"), IPEndPoint.Parse("127.0.0.1:2")), (settings.Listen, settings.StatusListen));
        Assert.Equal([("AUTOINSTR_A", "1"), ("OTEL_B", "2")], settings.Defaults.Select(static item => (item.Key, item.Value)));
        Assert.Empty(_complaints);
    }

    [Theory]
    [InlineData("AUTOINSTR_WEBHOOK_PULL_POLICY", "sometimes", "IfNotPresent is used")]
    [InlineData("AUTOINSTR_WEBHOOK_VOLUME", "disk", "Copy is used")]
    [InlineData("AUTOINSTR_WEBHOOK_LISTEN", "8443", "[::]:8443 is used")]
    [InlineData("AUTOINSTR_WEBHOOK_STATUS_LISTEN", "localhost:80", "[::]:8080 is used")]
    [InlineData("DEFAULT_PATH", "/evil", "left out")]
    [InlineData("DEFAULT_OTEL_SERVICE_NAME", "two\nlines", "left out")]
    public void What_is_wrong_is_said_with_what_is_used_instead(string name, string value, string instead)
    {
        var settings = Read((name, value));
        Assert.Empty(settings.Defaults);
        var complaint = Assert.Single(_complaints);
        Assert.StartsWith(name, complaint, StringComparison.Ordinal);
        Assert.EndsWith(instead, complaint, StringComparison.Ordinal);
    }

    private WebhookSettings Read(params (string Name, string Value)[] environment) => WebhookSettings.Read(
        environment.Append(("AUTOINSTR_WEBHOOK_IMAGE", "kit:1")).ToDictionary(static item => item.Item1, static item => item.Item2),
        _complaints.Add);
}
