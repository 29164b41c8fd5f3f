using AutoInstr.Agent.Sources;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class FeatureSwitchTests
{
    [Fact]
    public void A_switch_that_nobody_has_set_is_turned_on()
    {
        FeatureSwitch.TurnOn("AutoInstr.Tests.Unset", "AUTOINSTR_TESTS_UNSET");

        Assert.True(AppContext.TryGetSwitch("AutoInstr.Tests.Unset", out var isOn) && isOn);
    }

    [Fact]
    public void What_the_application_has_switched_off_stays_off()
    {
        AppContext.SetSwitch("AutoInstr.Tests.Off", false);

        FeatureSwitch.TurnOn("AutoInstr.Tests.Off", "AUTOINSTR_TESTS_OFF");

        Assert.True(AppContext.TryGetSwitch("AutoInstr.Tests.Off", out var isOn) && !isOn);
    }

    [Fact]
    public void Where_the_operator_has_decided_the_switch_is_left_alone()
    {
        Environment.SetEnvironmentVariable("AUTOINSTR_TESTS_DECIDED", "false");
        try
        {
            FeatureSwitch.TurnOn("AutoInstr.Tests.Decided", "AUTOINSTR_TESTS_DECIDED");

            Assert.False(AppContext.TryGetSwitch("AutoInstr.Tests.Decided", out _));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AUTOINSTR_TESTS_DECIDED", null);
        }
    }
}
