using AutoInstr.Agent.Resources;
using Xunit;

namespace AutoInstr.UnitTests.Resources;

/// <summary>Control groups and mounts as container engines lay them out.</summary>
public class ContainerIdTests
{
    private const string Id = "3c5b6b3f0a1d4e2f8a7c9b0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f";
    private const string Other = "aaaabbbbccccddddeeeeffff0000111122223333444455556666777788889999";

    [Theory]
    [InlineData("docker", $"12:cpuset:/docker/{Id}")]
    [InlineData("docker, systemd driver", $"5:memory:/system.slice/docker-{Id}.scope")]
    [InlineData("docker in docker", $"5:memory:/docker/{Other}/docker/{Id}")]
    [InlineData("systemd inside docker", $"1:name=systemd:/docker/{Id}/init.scope")]
    [InlineData("docker, version 2", $"0::/system.slice/docker-{Id}.scope")]
    [InlineData("kubernetes, cgroupfs driver", $"11:pids:/kubepods/burstable/pod2dbb8b2c-1e2f-4a3b-9c4d-5e6f7a8b9c0d/{Id}")]
    [InlineData(
        "containerd", $"0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod2dbb8b2c_1e2f.slice/cri-containerd-{Id}.scope")]
    [InlineData(
        "containerd, colons", $"4:cpu:/system.slice/containerd.service/kubepods-burstable-pod2dbb8b2c_1e2f.slice:cri-containerd:{Id}")]
    [InlineData("CRI-O", $"3:cpu:/kubepods.slice/kubepods-podab_cd.slice/crio-{Id}.scope")]
    [InlineData("podman", $"0::/machine.slice/libpod-{Id}.scope/container")]
    [InlineData("podman, rootless", $"0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{Id}.scope/container")]
    [InlineData("podman, cgroupfs driver", $"2:cpu:/libpod_parent/libpod-{Id}")]
    [InlineData("Amazon ECS on EC2", $"9:perf_event:/ecs/8cd79a803caf4d2aa945152e934a5c00/{Id}")]
    public void Control_groups(string engine, string line)
    {
        Assert.NotEmpty(engine);
        Assert.Equal(Id, ContainerId.FromControlGroups(["13:name=systemd:/", "", line, "0::/"]));
    }

    [Fact]
    public void A_task_on_Fargate_has_an_id_of_another_form() =>
        Assert.Equal(
            "8cd79a803caf4d2aa945152e934a5c00-1053176469",
            ContainerId.FromControlGroups(["8:cpuset:/ecs/8cd79a803caf4d2aa945152e934a5c00/8cd79a803caf4d2aa945152e934a5c00-1053176469"]));

    [Theory]
    [InlineData("0::/")]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("0::/user.slice/user-1000.slice/session-2.scope")]
    [InlineData("0::/system.slice/ssh.service")]
    [InlineData("4:memory:/api/44bc9d15e88f2356478bf3ea034053ca")]
    [InlineData($"0::/machine.slice/libpod-conmon-{Id}.scope")]
    [InlineData($"0::/docker/{Id}0")]
    [InlineData("0::/docker/3C5B6B3F0A1D4E2F8A7C9B0D1E2F3A4B5C6D7E8F9A0B1C2D3E4F5A6B7C8D9E0F")]
    [InlineData("0::/docker/zc5b6b3f0a1d4e2f8a7c9b0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f")]
    [InlineData("0::/ecs/task/8cd79a803caf4d2aa945152e934a5c00-")]
    [InlineData("0::/ecs/task/8cd79a803caf4d2aa945152e934a5c00-12a")]
    [InlineData("0::/../../..")]
    public void No_container(string line) => Assert.Null(ContainerId.FromControlGroups([line]));

    [Theory]
    [InlineData($"1 2 254:1 /var/lib/docker/containers/{Id}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw")]
    [InlineData($"1 2 254:1 /docker/containers/{Id}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vdb rw")]
    [InlineData($"1 2 254:1 /containers/{Id}/hosts /etc/hosts rw,relatime - ext4 /dev/vdc rw")]
    [InlineData($"1 2 0:26 /containers/storage/overlay-containers/{Id}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw")]
    [InlineData($"1 2 0:26 /containers/overlay-containers/{Id}/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw")]
    [InlineData($"1 2 0:30 /kubepods.slice/crio-{Id}.scope /sys/fs/cgroup ro - cgroup2 cgroup rw")]
    [InlineData($"1 2 0:30 /docker/{Id} /sys/fs/cgroup/memory ro master:9 - cgroup cgroup rw,memory")]
    public void Mounts(string line) =>
        Assert.Equal(Id, ContainerId.FromMounts(["22 27 0:21 / /proc rw,relatime - proc proc rw", line, "short"]));

    [Fact]
    public void Podmans_own_file_wins_over_what_a_pod_shares() =>
        Assert.Equal(Id, ContainerId.FromMounts(
        [
            $"1 2 0:26 /containers/overlay-containers/{Other}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw",
            $"1 2 0:26 /containers/overlay-containers/{Id}/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw",
        ]));

    [Theory]
    [InlineData($"1 2 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/{Other}/hostname /etc/hostname rw - ext4 /dev/sda1 rw")]
    [InlineData($"1 2 0:26 /containers/storage/overlay-containers/{Other}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw")]
    [InlineData($"1 2 8:1 /var/lib/docker/containers/{Other}/hostname /etc/hostname rw - ext4 /dev/sda1 rw")]
    public void The_sandbox_of_a_pod_is_not_taken_for_the_container(string hostname) =>
        Assert.Null(
            ContainerId.FromMounts([hostname, "1 2 8:1 /var/lib/kubelet/pods/2dbb8b2c/etc-hosts /etc/hosts rw - ext4 /dev/sda1 rw"]));

    [Theory]
    [InlineData($"1 2 254:1 /var/lib/docker/containers/{Id}0/hostname /etc/hostname rw - ext4 /dev/vda1 rw")]
    [InlineData($"1 2 254:1 /var/lib/docker/containers/{Id} /etc/hostname rw - ext4 /dev/vda1 rw")]
    [InlineData($"1 2 254:1 /home/me/containers/{Id}/data /data rw - ext4 /dev/vda1 rw")]
    [InlineData("1 2 254:1 / / rw - ext4 /dev/vda1 rw")]
    public void Mounts_of_something_else(string line) => Assert.Null(ContainerId.FromMounts([line]));
}
